import type { ExoplanetClient } from '@exoplanet/client';
import type { CandidateRow, PredictionDto, PredictOptions, RowErrorDto } from '@exoplanet/contracts';

export type Answer = PredictionDto | RowErrorDto;

/** Answers the rows of a table in their order: a prediction each, or what is wrong with the row. */
export interface Predictor {
  /** @param onRows is told how many rows have an answer */
  predict(rows: readonly CandidateRow[], onRows: (done: number) => void): Promise<Answer[]>;
  close(): Promise<void>;
}

/** Batches in flight: the next is prepared and sent while one is answered. */
const CONCURRENT_BATCHES = 2;

/** Sends the rows to a server, `batchSize` in a request. Rows of different requests are not compared with each other. */
export class ServerPredictor implements Predictor {
  constructor(
    private readonly client: ExoplanetClient,
    private readonly options: PredictOptions,
    private readonly batchSize: number,
  ) {}

  async predict(rows: readonly CandidateRow[], onRows: (done: number) => void): Promise<Answer[]> {
    const answers = new Array<Answer>(rows.length);
    let next = 0;
    let done = 0;
    const predictNext = async () => {
      while (next < rows.length) {
        const first = next;
        // Rows are sent as they were read: the server validates them.
        const batch = rows.slice(first, (next += this.batchSize));
        const predicted = await this.client.predictBatch(batch, { ...this.options, partial: true });
        predicted.forEach((answer, index) => (answers[first + index] = answer as Answer));
        onRows((done += batch.length));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_BATCHES }, predictNext));
    return answers;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
