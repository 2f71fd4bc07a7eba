import { verdictOf, type CandidateTable, type PredictResult } from '@exoplanet/contracts';
import { judge } from '../predictions/predictor';
import type { ModelObserver } from '../sessions/observer';
import type { LoadedModel } from './loaded-model';

/** Rows that may wait for the shadow; beyond, traffic is answered without being compared. */
const MOST_WAITING_ROWS = 16_384;

/** Scores the traffic of other models with one more version, after each answer, and tells how much the answers differ. */
export class Shadow {
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly model: LoadedModel,
    private readonly observer: ModelObserver | undefined,
    private readonly warn: (message: string) => void,
  ) {}

  get id(): string {
    return this.model.id;
  }

  /** Takes note of an answer and returns at once. The comparison is made when `answered` has nothing to do. */
  follow(answered: LoadedModel, table: CandidateTable, answer: PredictResult): void {
    if (answered.id === this.id) return;
    if (this.waiting + table.rows > MOST_WAITING_ROWS) {
      this.report(answered, { rows: 0, skipped: table.rows, meanAbsoluteDifference: 0, verdictChanges: 0 });
      return;
    }
    this.waiting += table.rows;
    this.last = this.last
      .then(() => new Promise<void>(setImmediate))
      .then(() => answered.lane.whenIdle())
      .then(() => this.compare(answered, table, answer))
      .catch((error: unknown) => this.warn(`the shadow ${this.id} failed: ${(error as Error).message}`))
      .finally(() => (this.waiting -= table.rows));
  }

  /** Resolves when every answer noted so far is compared. */
  whenIdle(): Promise<void> {
    return this.last;
  }

  /** Frees the model. */
  close(): void {
    this.model.retire();
  }

  private async compare(answered: LoadedModel, table: CandidateTable, answer: PredictResult): Promise<void> {
    const { probability, sets } = await this.model.use(async (model) => judge(model, table, await model.lane.score(model.featuresOf(table))));
    let difference = 0;
    let verdictChanges = 0;
    for (let row = 0; row < table.rows; row++) {
      difference += Math.abs(probability[row] - answer.probability[row]);
      if (verdictOf(probability[row], sets[row]) !== verdictOf(answer.probability[row], answer.sets[row])) verdictChanges++;
    }
    this.report(answered, { rows: table.rows, skipped: 0, meanAbsoluteDifference: difference / table.rows, verdictChanges });
  }

  private report(answered: LoadedModel, counts: { rows: number; skipped: number; meanAbsoluteDifference: number; verdictChanges: number }): void {
    this.observer?.onShadow?.({ model: answered.id, shadow: this.id, ...counts });
  }
}
