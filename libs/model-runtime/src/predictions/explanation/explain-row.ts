import { type ContributionDto, type ExplanationDto, round6 } from '@exoplanet/contracts';
import type { LoadedModel } from '../../model/loaded-model';
import type { Scores } from '../../session/onnx-session';
import { shapleyValues } from './shapley';

/** A group of the card with the positions of its features. */
interface Group {
  name: string;
  title: string;
  features: number[];
}

/** One more group beside those of the row, for example the views of a light curve. */
export interface OtherGroup {
  name: string;
  title: string;
  /** Scores [rows × features] with this group present. */
  score: (rows: Float32Array) => Promise<Scores>;
}

/**
 * Explains one row: how much each group of fields adds to the log-odds of a planet, as exact Shapley values. The value of a
 * coalition is the calibrated model with the fields of all other groups missing; features outside all groups stay. A group
 * without supplied fields changes nothing: its value is exactly 0, and it is left out of the coalitions.
 * @param row [features]
 * @param score scores [rows × features]
 */
export async function explainRow(
  model: LoadedModel,
  row: Float32Array,
  score: (rows: Float32Array) => Promise<Scores>,
  other?: OtherGroup,
): Promise<ExplanationDto> {
  const groups = groupsOf(model);
  const given = groups.filter(({ features }) => features.some((feature) => !Number.isNaN(row[feature])));
  const rows = coalitions(row, given);
  const scores = await Promise.all([score(rows), ...(other ? [other.score(rows)] : [])]);
  const logOdds = scores.flatMap((own) => [...own.logOdds]);
  const values = shapleyValues(logOdds);
  const contributions = groups.map((group): ContributionDto => ({
    group: group.name,
    title: group.title,
    log_odds: round6(values[given.indexOf(group)] ?? 0),
    fields: fieldsOf(model, row, group),
  }));
  if (other)
    contributions.push({ group: other.name, title: other.title, log_odds: round6(values[given.length]), fields: [] });
  return {
    base_log_odds: round6(logOdds[0]),
    log_odds: round6(logOdds[logOdds.length - 1]),
    contributions: contributions.sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds)),
  };
}

/** The row for each coalition, [2^groups × features]: bit i of the position says whether group i is present. */
function coalitions(row: Float32Array, groups: readonly Group[]): Float32Array {
  const count = 1 << groups.length;
  const values = new Float32Array(count * row.length);
  for (let coalition = 0; coalition < count; coalition++) {
    const offset = coalition * row.length;
    values.set(row, offset);
    groups.forEach(({ features }, player) => {
      if (coalition & (1 << player)) return;
      for (const feature of features) values[offset + feature] = NaN;
    });
  }
  return values;
}

/** The mission selects the calibration and is not a measurement, so it is never left out. */
function groupsOf({ card, features }: LoadedModel): Group[] {
  return card.groups.map(({ name, title, features: members }) => ({
    name,
    title,
    features: members.filter((member) => member !== 'source').map((member) => features.indexOf(member)),
  }));
}

function fieldsOf({ card }: LoadedModel, row: Float32Array, group: Group): ContributionDto['fields'] {
  return group.features
    .filter((feature) => !Number.isNaN(row[feature]))
    .map((feature) => ({
      field: card.features[feature].name,
      value: shortest(row[feature]),
      unit: card.features[feature].unit,
    }));
}

/** The shortest decimal with the same Float32, so that 1.2 in the request is 1.2 in the answer. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}
