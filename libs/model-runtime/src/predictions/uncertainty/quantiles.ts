import { type CandidateTable, rowsOf } from '@exoplanet/contracts';
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
  if (drawn.size === 0) return LEVELS.map(() => probability);
  const { logOdds } = await score(drawnRows(model, model.featuresOf(rowsOf(table, row, 1)), drawn));
  const sorted = Float64Array.from(logOdds).sort();
  return LEVELS.map((level) => probabilityOf(quantile(sorted, level)));
}

/** A row as often as there are draws, each with the drawn values of the features that vary: [draws × features]. */
function drawnRows(
  { features }: LoadedModel,
  row: Float32Array,
  drawn: ReadonlyMap<string, Float32Array>,
): Float32Array {
  const width = row.length;
  const rows = new Float32Array(DRAWS * width);
  for (let draw = 0; draw < DRAWS; draw++) rows.set(row, draw * width);
  for (const [column, values] of drawn) {
    const feature = features.indexOf(column);
    if (feature < 0) continue;
    for (let draw = 0; draw < DRAWS; draw++) rows[draw * width + feature] = values[draw];
  }
  return rows;
}

/** Quantile with linear interpolation between the two nearest values (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: Float64Array, level: number): number {
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
