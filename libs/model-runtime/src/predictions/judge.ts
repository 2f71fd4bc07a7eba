import { AppError, type CandidateTable, checkTable, type PredictResult, round6, SET_BITS } from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import { probabilityOf } from '../model/prediction-sets';
import type { Scores } from '../session/onnx-session';

const BOTH = SET_BITS.planet | SET_BITS.false_positive;

/** What follows from the scores and the rows themselves. */
export type Judgement = Required<Pick<PredictResult, 'probability' | 'sets' | 'inside' | 'checks'>>;

/**
 * Probabilities, prediction sets, whether rows are inside the training distribution, and the checks that they fail. Outside that
 * distribution, and for an impossible row, no class is excluded.
 * @throws AppError INFERENCE_FAILED when a score is not finite
 */
export function judge(
  model: LoadedModel,
  table: CandidateTable,
  { logOdds, distance, state }: Scores,
  predictionSets = model.sets,
): Judgement {
  const { limit } = model.card.in_distribution;
  const probability = new Float64Array(table.rows);
  const sets = new Uint8Array(table.rows);
  const inside = new Uint8Array(table.rows);
  const source = table.columns.indexOf('source');
  for (let row = 0; row < table.rows; row++) {
    if (!Number.isFinite(logOdds[row]) || !Number.isFinite(distance[row])) {
      throw new AppError('INFERENCE_FAILED', `The model ${model.id} gave no finite answer for row ${row}`);
    }
    probability[row] = probabilityOf(logOdds[row]);
    sets[row] = predictionSets.of(probability[row], table.values[row * table.columns.length + source], state[row]);
    inside[row] = Number(state[row] >= 0 && round6(distance[row]) <= limit);
  }
  const checks = checkTable(table, { inside, distance, distanceLimit: limit, state });
  checks.withholds.forEach((withholds, index) => {
    if (withholds) sets[checks.row[index]] = BOTH;
  });
  return { probability, sets, inside, checks };
}
