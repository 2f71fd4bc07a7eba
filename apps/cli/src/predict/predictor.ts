import type { ExoplanetClient } from '@exoplanet/client';
import type { CandidateRow, PredictionDto, PredictOptions, RowErrorDto } from '@exoplanet/contracts';

/** Answers rows in their order: a prediction each, or what is wrong with the row. */
export interface Predictor {
  predict(rows: readonly CandidateRow[]): Promise<(PredictionDto | RowErrorDto)[]>;
  close(): Promise<void>;
}

/** Sends the rows to a server. */
export class ServerPredictor implements Predictor {
  constructor(
    private readonly client: ExoplanetClient,
    private readonly options: PredictOptions,
  ) {}

  predict(rows: readonly CandidateRow[]): Promise<(PredictionDto | RowErrorDto)[]> {
    // Rows are sent as they were read: the server validates them.
    return this.client.predictBatch(rows, { ...this.options, partial: true }) as Promise<
      (PredictionDto | RowErrorDto)[]
    >;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
