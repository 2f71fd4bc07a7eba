import type { CandidateTable } from '@exoplanet/contracts';
import type { LoadedModel } from '../../model/loaded-model';
import { probabilityOf } from '../../model/prediction-sets';
import type { CallOptions } from '../../session/inference-queue';
import type { Scores } from '../../session/onnx-session';
import { drawWithinErrors } from './draws';

/** Draws for each row. */
export const DRAWS = 256;
const LEVELS = [0.16, 0.5, 0.84];

/**
 * The 16, 50 and 84 % quantiles of the probability when the inputs of one row are drawn within their errors.
 * @param probability of the row itself: the quantiles when no error is supplied
 * @param score scores [rows × features], for example together with the views of a detection
 */
export async function quantilesOfRow(
  model: LoadedModel,
  table: CandidateTable,
  row: number,
  probability: number,
  call: CallOptions,
  score: (rows: Float32Array) => Promise<Scores> = (rows) => model.queue.score(rows, call),
): Promise<number[]> {
  const drawn = drawWithinErrors(table, row, DRAWS);
  if (!drawn) return LEVELS.map(() => probability);
  const { logOdds } = await score(model.featuresOf(drawn));
  const sorted = Float64Array.from(logOdds).sort();
  return LEVELS.map((level) => probabilityOf(quantile(sorted, level)));
}

/** Quantile with linear interpolation between the two nearest values (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: Float64Array, level: number): number {
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
