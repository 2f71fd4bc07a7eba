import { LRUCache } from 'lru-cache';
import {
  type CandidateTable,
  columnPositions,
  type ModelCard,
  type ModelReferenceDto,
  toFeatures,
} from '@exoplanet/contracts';
import type { ExecutionProviders } from '../session/execution-providers';
import { InferenceQueue, type QueueOptions } from '../session/inference-queue';
import { OnnxSession } from '../session/onnx-session';
import { ROW, RowSession } from '../session/row-session';
import { readCard } from './card-file';
import { CurveRowRules } from './curve-row-rules';
import { FieldUsage } from './field-usage';
import { checkGolden } from './golden';
import { PredictionSets } from './prediction-sets';

const MAX_LAYOUTS = 256;

export interface LoadOptions extends Pick<QueueOptions, 'onBatch' | 'budget'> {
  providers: ExecutionProviders;
  /** Threads of one run. @default 1 */
  threads?: number;
  /** Called with the card before the model file is read; throws when the version must not be served. */
  accept?: (card: ModelCard) => void;
}

/** A version of a model in memory: its card, its session with the queue for it, and what is derived from the card. */
export class LoadedModel {
  readonly features: readonly string[];
  readonly reference: ModelReferenceDto;
  readonly fieldUsage: FieldUsage;
  readonly sets: PredictionSets;
  /** Sets for answers that use views of a light curve. */
  readonly curveSets: PredictionSets;
  /** Rules for measured rows that are answered without views. */
  readonly curveRows: CurveRowRules;
  /** Heads in service; without `heads` on the card the row alone. */
  readonly heads: readonly { name: string; input: string }[];
  private readonly positions = new LRUCache<string, Int32Array>({ max: MAX_LAYOUTS });
  private users = 0;
  private retired = false;

  private constructor(
    readonly card: ModelCard,
    /** The queue for catalogue rows. */
    readonly queue: InferenceQueue,
    readonly provider: string,
    /** The queue for rows with views, if the model reads views. */
    readonly withViews?: { session: OnnxSession; queue: InferenceQueue },
  ) {
    this.features = card.features.map(({ name }) => name);
    this.reference = { name: card.name, version: card.version, sha256: card.sha256 };
    this.fieldUsage = new FieldUsage(this.features, card.fields_by_source);
    this.sets = new PredictionSets(card);
    this.curveSets = new PredictionSets(card, card.curve_thresholds);
    this.curveRows = new CurveRowRules(card);
    this.heads = card.heads?.filter(({ ships }) => ships) ?? [{ name: ROW, input: ROW }];
  }

  /**
   * Opens the model in a folder and checks that it repeats the golden answers of training.
   * @throws ModelError when the folder cannot be served
   */
  static async load(folder: string, { providers, threads = 1, accept, ...queue }: LoadOptions): Promise<LoadedModel> {
    const card = await readCard(folder);
    accept?.(card);
    const session = await OnnxSession.open(folder, card, providers, threads);
    try {
      await checkGolden(folder, card, session);
      return LoadedModel.of(card, session, { ...queue, model: card.name, version: card.version });
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  private static of(card: ModelCard, session: OnnxSession, options: QueueOptions): LoadedModel {
    if (session.inputs.length === 1)
      return new LoadedModel(card, new InferenceQueue(session, options), session.provider);
    const rows = new InferenceQueue(new RowSession(session, card.features.length), options);
    const withViews = { session, queue: new InferenceQueue(session, options) };
    return new LoadedModel(card, rows, session.provider, withViews);
  }

  /** Name of the head that reads catalogue rows. */
  get rowHead(): string {
    return this.heads.find(({ input }) => input === ROW)?.name ?? ROW;
  }

  /** `name@version`. */
  get id(): string {
    return `${this.card.name}@${this.card.version}`;
  }

  /** The rows of a table in the layout of the model: row-major [rows × features], NaN for missing. */
  featuresOf(table: CandidateTable): Float32Array {
    const key = table.columns.join();
    let positions = this.positions.get(key);
    if (!positions) {
      positions = columnPositions(table.columns, this.features);
      this.positions.set(key, positions);
    }
    return toFeatures(table, this.features, positions);
  }

  /** Resolves when no call waits for the model or runs on it. */
  async whenIdle(): Promise<void> {
    await Promise.all([this.queue.whenIdle(), this.withViews?.queue.whenIdle()]);
  }

  /** Runs some work with the model. The session is kept until the work ends, even if the model is retired meanwhile. */
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
    if (this.retired && this.users === 0) void this.queue.close().then(() => this.withViews?.queue.close());
  }
}
