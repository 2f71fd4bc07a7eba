import {
  type CandidateTable,
  type CurveRowRule,
  type CurveRowTerm,
  type ModelCard,
  type Source,
  SOURCES,
} from '@exoplanet/contracts';
import type { Scores } from '../session/onnx-session';
import { FieldUsage } from './field-usage';
import { PredictionSets } from './prediction-sets';

/** A rule of the card, ready to be applied. Rows are [rows × features]. */
export class AppliedRule {
  readonly sets: PredictionSets;
  readonly fieldUsage: FieldUsage;
  private readonly features: readonly string[];
  /** Of each term, the position of its column among the features. */
  private readonly positions: readonly number[];

  constructor(
    card: ModelCard,
    mission: string,
    readonly rule: CurveRowRule,
    private readonly readAs?: Source,
  ) {
    this.features = card.features.map(({ name }) => name);
    this.sets = new PredictionSets(card, { [mission]: rule.thresholds });
    this.fieldUsage = new FieldUsage(this.features, { [mission]: rule.reads });
    this.positions = rule.terms.map(({ column }) => this.features.indexOf(column));
  }

  /** The rows as the model may read them. */
  visible(rows: Float32Array): Float32Array {
    const width = this.features.length;
    const isShown = this.features.map((name) => this.rule.reads.includes(name));
    const source = this.readAs === undefined ? -1 : this.features.indexOf('source');
    return rows.map((value, place) => {
      const feature = place % width;
      if (feature === source) return SOURCES.indexOf(this.readAs!);
      return isShown[feature] ? value : NaN;
    });
  }

  /** The answers of the model for the rows, calibrated for measured rows. */
  calibrated(rows: Float32Array, scores: Scores): Scores {
    const { slope, offset, terms } = this.rule;
    const width = this.features.length;
    const logOdds = scores.logOdds.map((value, row) =>
      terms.reduce(
        (sum, term, index) => sum + effect(term, rows[row * width + this.positions[index]]),
        slope * value + offset,
      ),
    );
    return { ...scores, logOdds };
  }
}

/** The term's change of the log-odds; 0 where the value is missing. */
function effect({ log, from, to, centre, weight }: CurveRowTerm, value: number): number {
  if (Number.isNaN(value)) return 0;
  const kept = Math.min(to, Math.max(from, value));
  return weight * ((log ? Math.log(kept) : kept) - centre);
}

/** How rows measured from light curves are decided where no view is read: `curve_rows` of the card. */
export class CurveRowRules {
  private readonly byMission: ReadonlyMap<number, readonly AppliedRule[]>;

  constructor(card: ModelCard) {
    const reads = card.features.map(({ name }) => name);
    this.byMission = new Map(
      Object.entries(card.curve_rows ?? {}).map(([mission, { rules, read_as: readAs }]) => [
        SOURCES.findIndex((source) => source === mission),
        [...rules, { ...UNDECIDED, reads }].map((rule) => new AppliedRule(card, mission, rule, readAs)),
      ]),
    );
  }

  /**
   * The rule for a table of one row: the first of the row's mission whose columns are all supplied, else one that excludes no class.
   * Undefined where the card has no rules for the mission.
   */
  for(table: CandidateTable): AppliedRule | undefined {
    const isGiven = (column: string) => !Number.isNaN(valueOf(table, column));
    return this.byMission.get(valueOf(table, 'source'))?.find(({ rule }) => rule.needs.every(isGiven));
  }
}

const UNDECIDED = {
  name: 'none',
  needs: [],
  slope: 1,
  offset: 0,
  terms: [],
  thresholds: { planet: 0, false_positive: 0 },
};

function valueOf({ columns, values }: CandidateTable, column: string): number {
  const place = columns.indexOf(column);
  return place < 0 ? NaN : values[place];
}
