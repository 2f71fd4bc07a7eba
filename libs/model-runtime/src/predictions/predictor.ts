import { AppError, type CandidateTable, type PredictOptions, type PredictResult, round6 } from '@exoplanet/contracts';
import { explainRow } from '../explanation/explanation';
import type { LoadedModel } from '../models/loaded-model';
import type { Scores } from '../sessions/onnx-session';
import { DRAWS, quantilesOfRow } from '../uncertainty/uncertainty';
import { eachRow, type PredictCall } from './call';
import { probabilityOf } from './prediction-sets';

/**
 * Answers a table of candidates with a model.
 * @throws AppError INFERENCE_FAILED when the model fails or gives no finite answer for a row, CANCELLED
 */
export async function predictTable(
  model: LoadedModel,
  table: CandidateTable,
  options: Pick<PredictOptions, 'explain' | 'uncertainty'>,
  call: PredictCall = {},
): Promise<PredictResult> {
  const start = performance.now();
  const progress = new Progress(table.rows, 1 + Number(options.explain ?? 0) + Number(options.uncertainty ?? 0), call);
  const features = model.featuresOf(table);
  const scores = await model.lane.score(features, { signal: call.signal, onRows: progress.next() });
  const judged = judge(model, table, scores);
  const result: PredictResult = {
    model: model.reference,
    heads: [model.rowHead],
    ...judged,
    distance: scores.distance,
    distanceLimit: model.card.in_distribution.limit,
    missing: model.missing.of(table),
    milliseconds: 0,
  };
  const { signal } = call;
  if (options.explain) {
    const width = model.features.length;
    const explain = (row: number) => explainRow(model, features.subarray(row * width, (row + 1) * width), { signal });
    result.explanations = await eachRow(table.rows, explain, progress.next());
  }
  if (options.uncertainty) {
    const quantiles = (row: number) => quantilesOfRow(model, table, row, judged.probability[row], { signal });
    result.quantiles = Float64Array.from((await eachRow(table.rows, quantiles, progress.next())).flat());
    result.draws = DRAWS;
  }
  result.milliseconds = performance.now() - start;
  return result;
}

/** Probabilities, prediction sets and whether rows are like those of the training set, from scores. */
export function judge(
  model: LoadedModel,
  table: CandidateTable,
  { logOdds, distance, state }: Scores,
  predictionSets = model.sets,
): Pick<PredictResult, 'probability' | 'sets' | 'inside'> {
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
  return { probability, sets, inside };
}

/** Adds up the progress of stages that each go through all rows. */
class Progress {
  private stage = -1;

  constructor(
    private readonly rows: number,
    private readonly stages: number,
    private readonly call: PredictCall,
  ) {}

  /** Begins the next stage and returns what to tell its rows to. */
  next(): (done: number) => void {
    const stage = ++this.stage;
    return (done) => this.call.onProgress?.((stage + done / this.rows) / this.stages);
  }
}
