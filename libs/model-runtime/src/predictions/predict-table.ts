import {
  type CandidateTable,
  type ContextColumns,
  entryOfRow,
  type PredictOptions,
  type PredictResult,
} from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import type { Scores } from '../session/onnx-session';
import { explainContext } from './context/explain-context';
import { explainRow } from './explanation/explain-row';
import { judge } from './judge';
import type { PredictCall } from './predict-call';
import { DRAWS, quantilesOfRow } from './uncertainty/quantiles';

/** Rows at the same time when each takes many runs: the queue runs them together, and memory stays bounded. */
const CONCURRENT_ROWS = 16;

/**
 * Answers a table of candidates with a model.
 * @throws AppError INFERENCE_FAILED when the model fails or a score is not finite, CANCELLED
 */
export async function predictTable(
  model: LoadedModel,
  { table, context }: { table: CandidateTable; context?: ContextColumns },
  options: Pick<PredictOptions, 'explain' | 'uncertainty'>,
  call: PredictCall = {},
): Promise<PredictResult> {
  const start = performance.now();
  const progress = new Progress(table.rows, 1 + Number(options.explain ?? 0) + Number(options.uncertainty ?? 0), call);
  const features = model.featuresOf(table);
  const scores = await model.queue.score(features, { signal: call.signal, onRows: progress.nextStage() });
  const judged = judge(model, table, scores, { context });
  const entryOf = (row: number) => (judged.context ? entryOfRow(judged.context, row) : -1);
  const result: PredictResult = {
    model: model.reference,
    heads: [model.rowHead],
    ...judged,
    distance: scores.distance,
    distanceLimit: model.card.in_distribution.limit,
    missing: model.fieldUsage.of(table),
    milliseconds: 0,
  };
  const { signal } = call;
  if (options.explain) {
    const width = model.features.length;
    const explain = async (row: number) => {
      const explanation = await explainRow(model, features.subarray(row * width, (row + 1) * width), (rows) =>
        model.queue.score(rows, { signal }),
      );
      return entryOf(row) < 0 ? explanation : explainContext(explanation, judged.context!, entryOf(row));
    };
    result.explanations = await forEachRow(table.rows, explain, progress.nextStage());
  }
  if (options.uncertainty) {
    const quantiles = (row: number) => {
      const entry = entryOf(row);
      const change = entry < 0 ? 0 : judged.context!.byMatch[entry] + judged.context!.byMultiplicity[entry];
      const score = async (rows: Float32Array) => shifted(await model.queue.score(rows, { signal }), change);
      return quantilesOfRow(model, table, row, judged.probability[row], { signal }, score);
    };
    result.quantiles = Float64Array.from((await forEachRow(table.rows, quantiles, progress.nextStage())).flat());
    result.draws = DRAWS;
  }
  result.milliseconds = performance.now() - start;
  return result;
}

/** Scores with another constant in the log-odds. */
function shifted(scores: Scores, change: number): Scores {
  return change === 0 ? scores : { ...scores, logOdds: scores.logOdds.map((value) => value + change) };
}

/** Works on each row, a few at a time, and returns the results in order. */
async function forEachRow<T>(
  rows: number,
  work: (row: number) => Promise<T>,
  onRows: (done: number) => void,
): Promise<T[]> {
  const results: T[] = [];
  while (results.length < rows) {
    const count = Math.min(CONCURRENT_ROWS, rows - results.length);
    const first = results.length;
    results.push(...(await Promise.all(Array.from({ length: count }, (_, offset) => work(first + offset)))));
    onRows(results.length);
  }
  return results;
}

/** Total progress of stages that each go through all rows. */
class Progress {
  private stage = -1;

  constructor(
    private readonly rows: number,
    private readonly stages: number,
    private readonly call: PredictCall,
  ) {}

  /** Starts the next stage. Returns a function to call with its number of finished rows. */
  nextStage(): (done: number) => void {
    const stage = ++this.stage;
    return (done) => this.call.onProgress?.((stage + done / this.rows) / this.stages);
  }
}
