import type { CandidateRow, PredictionDto, RowErrorDto } from '@exoplanet/contracts';
import type { Predictor } from './predictor';

export type Answer = PredictionDto | RowErrorDto;

/** Batches in flight: the next is prepared and sent while one is answered. */
const CONCURRENT_BATCHES = 2;

/** Predicts rows batch by batch; the answers are in the order of the rows. */
export async function predictAll(
  predictor: Predictor,
  rows: readonly CandidateRow[],
  batchSize: number,
  onRows: (done: number) => void,
): Promise<Answer[]> {
  const answers = new Array<Answer>(rows.length);
  let next = 0;
  let done = 0;
  const predictNext = async () => {
    while (next < rows.length) {
      const first = next;
      const batch = rows.slice(first, (next += batchSize));
      const predicted = await predictor.predict(batch);
      predicted.forEach((answer, index) => (answers[first + index] = answer));
      onRows((done += batch.length));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_BATCHES }, predictNext));
  return answers;
}
