import { type CandidateTable, type ContextColumns, type PredictResult, verdictOf } from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import { judge } from '../predictions/judge';
import { type DetectionViews, predictDetections } from '../predictions/predict-detections';
import type { ModelObserver } from './observer';

/** Rows that may wait for the shadow; further rows are answered without a comparison. */
const MAX_WAITING_ROWS = 16_384;

/** The compared part of an answer: a probability and a prediction set for each row. */
type Judged = Pick<PredictResult, 'probability' | 'sets'>;

/** Scores the traffic of other models with one more version, after each answer, and reports how much the answers differ. */
export class Shadow {
  private waitingRows = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly model: LoadedModel,
    private readonly observer: ModelObserver | undefined,
    private readonly warn: (message: string) => void,
  ) {}

  get id(): string {
    return this.model.id;
  }

  /** Schedules a comparison with an answer and returns at once. It runs when the answering model is idle. */
  follow(
    answered: LoadedModel,
    { table, context }: { table: CandidateTable; context?: ContextColumns },
    answer: PredictResult,
  ): void {
    this.schedule(answered, [answer], async (model) => [
      judge(model, table, await model.queue.score(model.featuresOf(table)), { context }),
    ]);
  }

  /** The same for detections of a light curve; the shadow gets the same views. */
  followDetections(
    answered: LoadedModel,
    table: CandidateTable,
    views: readonly DetectionViews[],
    answers: readonly PredictResult[],
  ): void {
    this.schedule(answered, answers, (model) => predictDetections(model, table, views, {}));
  }

  private schedule(
    answered: LoadedModel,
    answers: readonly Judged[],
    score: (model: LoadedModel) => Promise<Judged[]>,
  ): void {
    if (answered.id === this.id) return;
    const rows = answers.reduce((sum, { probability }) => sum + probability.length, 0);
    if (this.waitingRows + rows > MAX_WAITING_ROWS) {
      this.report(answered, { rows: 0, skipped: rows, meanAbsoluteDifference: 0, verdictChanges: 0 });
      return;
    }
    this.waitingRows += rows;
    this.last = this.last
      .then(() => new Promise<void>(setImmediate))
      .then(() => answered.whenIdle())
      .then(() => this.model.use(score))
      .then((others) => this.compare(answered, answers, others))
      .catch((error: unknown) => this.warn(`the shadow ${this.id} failed: ${(error as Error).message}`))
      .finally(() => (this.waitingRows -= rows));
  }

  /** Resolves when every scheduled comparison is done. */
  whenIdle(): Promise<void> {
    return this.last;
  }

  /** Frees the model. */
  close(): void {
    this.model.retire();
  }

  private compare(answered: LoadedModel, answers: readonly Judged[], others: readonly Judged[]): void {
    let rows = 0;
    let difference = 0;
    let verdictChanges = 0;
    answers.forEach(({ probability, sets }, index) => {
      const other = others[index];
      rows += probability.length;
      for (let row = 0; row < probability.length; row++) {
        difference += Math.abs(other.probability[row] - probability[row]);
        if (verdictOf(other.probability[row], other.sets[row]) !== verdictOf(probability[row], sets[row]))
          verdictChanges++;
      }
    });
    if (rows > 0)
      this.report(answered, { rows, skipped: 0, meanAbsoluteDifference: difference / rows, verdictChanges });
  }

  private report(
    answered: LoadedModel,
    counts: { rows: number; skipped: number; meanAbsoluteDifference: number; verdictChanges: number },
  ): void {
    this.observer?.onShadow?.({ model: answered.id, shadow: this.id, ...counts });
  }
}
