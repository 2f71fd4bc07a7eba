import {
  AppError,
  type CandidateTable,
  checkTable,
  type ContextColumns,
  MATCH_RELATIONS,
  type PredictResult,
  round6,
  SET_BITS,
  SOURCES,
} from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import { type PredictionSets, probabilityOf } from '../model/prediction-sets';
import type { Scores } from '../session/onnx-session';
import { contextChanges } from './context/context-changes';

const BOTH = SET_BITS.planet | SET_BITS.false_positive;

/** What is derived from the scores and from the rows themselves. */
export type Judgement = Required<Pick<PredictResult, 'probability' | 'sets' | 'inside' | 'checks'>> &
  Pick<PredictResult, 'context'>;

/**
 * Probabilities, prediction sets, whether rows are inside the training distribution, and the checks that they fail. Outside that
 * distribution, and for an impossible row, no class is excluded.
 * @param sets thresholds in place of those for rows
 * @param context what the rows say about each other
 * @throws AppError INFERENCE_FAILED when a score is not finite
 */
export function judge(
  model: LoadedModel,
  table: CandidateTable,
  { logOdds, distance, state }: Scores,
  { sets: predictionSets = model.sets, context: columns }: { sets?: PredictionSets; context?: ContextColumns } = {},
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
  const context =
    columns && judgeWithContext(model, table, columns, { logOdds, state, probability, sets, predictionSets });
  const checks = checkTable(table, { inside, distance, distanceLimit: limit, state });
  checks.withholds.forEach((withholds, index) => {
    if (withholds) sets[checks.row[index]] = BOTH;
  });
  return { probability, sets, inside, checks, ...(context ? { context } : {}) };
}

interface RowJudgements {
  logOdds: Float32Array;
  state: Float32Array;
  probability: Float64Array;
  sets: Uint8Array;
  predictionSets: PredictionSets;
}

/**
 * Changes probabilities and sets by what the rows say about each other. Too few planets match another star, and too few false
 * positives are in systems of several objects, to exclude a class from a row by that alone: a match excludes "planet" from the
 * weaker signal only, and "false positive" has a threshold of its own in systems.
 */
function judgeWithContext(
  model: LoadedModel,
  table: CandidateTable,
  columns: ContextColumns,
  { logOdds, state, probability, sets, predictionSets }: RowJudgements,
): NonNullable<PredictResult['context']> {
  const { byMatch, byMultiplicity } = contextChanges(model.card, table, columns);
  const alone = Float64Array.from(columns.row, (row) => probability[row]);
  const source = table.columns.indexOf('source');
  columns.row.forEach((row, entry) => {
    const change = byMatch[entry] + byMultiplicity[entry];
    if (change === 0) return;
    const mission = table.values[row * table.columns.length + source];
    probability[row] = probabilityOf(logOdds[row] + change);
    const isWeaker = MATCH_RELATIONS[columns.relation[entry]] === 'weaker' && columns.parent[entry] >= 0;
    const keepsPlanet = isWeaker ? 0 : sets[row] & SET_BITS.planet;
    const from = model.card.context!.update[SOURCES[mission]].false_positive_from;
    const keepsOther = byMultiplicity[entry] > 0 && round6(1 - probability[row]) >= from ? SET_BITS.false_positive : 0;
    sets[row] = predictionSets.of(probability[row], mission, state[row]) | keepsPlanet | keepsOther;
  });
  return { ...columns, byMatch, byMultiplicity, alone };
}
