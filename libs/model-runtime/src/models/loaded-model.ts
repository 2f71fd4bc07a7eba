import {
  type CandidateTable,
  columnPositions,
  type ModelCard,
  type ModelReferenceDto,
  toFeatures,
} from '@exoplanet/contracts';
import { MissingFields } from '../predictions/missing-fields';
import { PredictionSets } from '../predictions/prediction-sets';
import type { ExecutionProviders } from '../sessions/execution-providers';
import { Lane, type LaneOptions } from '../sessions/lane';
import { OnnxSession } from '../sessions/onnx-session';
import { ROW, RowSession } from '../sessions/row-session';
import { readCard } from './card-file';
import { checkGolden } from './golden';

const MOST_LAYOUTS = 256;

/** A version of a model in memory: its card, its session with the queue before it, and what is derived from the card. */
export class LoadedModel {
  readonly features: readonly string[];
  readonly reference: ModelReferenceDto;
  readonly missing: MissingFields;
  readonly sets: PredictionSets;
  /** Sets of answers that views of a light curve are part of. */
  readonly curveSets: PredictionSets;
  /** Heads in service; a model that reads rows only has none to choose from. */
  readonly heads: readonly { name: string; input: string }[];
  private readonly positions = new Map<string, Int32Array>();
  private users = 0;
  private retired = false;

  private constructor(
    readonly card: ModelCard,
    readonly lane: Lane,
    readonly provider: string,
    /** The queue for rows with views, where the model reads views. */
    readonly whole?: { session: OnnxSession; lane: Lane },
  ) {
    this.features = card.features.map(({ name }) => name);
    this.reference = { name: card.name, version: card.version, sha256: card.sha256 };
    this.missing = new MissingFields(this.features, card.fields_by_source);
    this.sets = new PredictionSets(card);
    this.curveSets = new PredictionSets(card, card.curve_thresholds);
    this.heads = (card.heads ?? []).filter(({ ships }) => ships);
  }

  /**
   * Opens the model of a folder, and lets it repeat what training has answered.
   * @param accept throws where the card is not to be served
   * @throws ModelError when the folder cannot be served
   */
  static async load(
    folder: string,
    providers: ExecutionProviders,
    threads: number,
    lane: Pick<LaneOptions, 'observer' | 'budget'>,
    accept?: (card: ModelCard) => void,
  ): Promise<LoadedModel> {
    const card = await readCard(folder);
    accept?.(card);
    const session = await OnnxSession.open(folder, card, providers, threads);
    try {
      await checkGolden(folder, card, session);
      return LoadedModel.of(card, session, { ...lane, model: card.name, version: card.version });
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  private static of(card: ModelCard, session: OnnxSession, options: LaneOptions): LoadedModel {
    if (!card.heads) return new LoadedModel(card, new Lane(session, options), session.provider);
    const rows = new Lane(new RowSession(session, card.features.length), options);
    return new LoadedModel(card, rows, session.provider, { session, lane: new Lane(session, options) });
  }

  /** What answers from a catalogue row alone are said to come from. */
  get rowHead(): string {
    return this.whole ? ROW : 'tabular';
  }

  /** `name@version`. */
  get id(): string {
    return `${this.card.name}@${this.card.version}`;
  }

  /** The rows of a table as the model reads them: row-major [rows × features], NaN where nothing is given. */
  featuresOf(table: CandidateTable): Float32Array {
    const key = table.columns.join();
    let positions = this.positions.get(key);
    if (!positions) {
      if (this.positions.size >= MOST_LAYOUTS) this.positions.clear();
      positions = columnPositions(table.columns, this.features);
      this.positions.set(key, positions);
    }
    return toFeatures(table, this.features, positions);
  }

  /** Resolves when nothing waits for the model or runs on it. */
  async whenIdle(): Promise<void> {
    await Promise.all([this.lane.whenIdle(), this.whole?.lane.whenIdle()]);
  }

  /** Runs some work with the model; until it ends, the session is kept, also when the model is retired meanwhile. */
  async use<T>(work: (model: LoadedModel) => Promise<T>): Promise<T> {
    this.users++;
    try {
      return await work(this);
    } finally {
      this.users--;
      this.releaseWhenUnused();
    }
  }

  /** Frees the session as soon as no work uses it. */
  retire(): void {
    if (this.retired) return;
    this.retired = true;
    this.releaseWhenUnused();
  }

  private releaseWhenUnused(): void {
    if (this.retired && this.users === 0) void this.lane.close().then(() => this.whole?.lane.close());
  }
}
