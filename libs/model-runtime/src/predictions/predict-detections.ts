import type { CandidateTable, PredictOptions, PredictResult } from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import type { Scores } from '../session/onnx-session';
import { ROW, writeRow } from '../session/row-session';
import { explainRow } from './explanation/explain-row';
import { judge } from './judge';
import type { PredictCall } from './predict-call';
import { predictTable } from './predict-table';
import { DRAWS, quantilesOfRow } from './uncertainty/quantiles';

/** The views as one group of the explanation. */
const VIEWS = { name: 'views', title: 'Views of the light curve' };

/** Views of one detection by the name of the model's input; a view that could not be made is absent. */
export type DetectionViews = Readonly<Record<string, Float32Array | undefined>>;

/**
 * Answers detections of a light curve one by one, because each has its own heads. A model without views answers from the rows.
 * @param table one measured row for each detection
 * @param views one entry for each row
 * @throws AppError INFERENCE_FAILED when the model fails or a score is not finite, CANCELLED
 */
export function predictDetections(
  model: LoadedModel,
  table: CandidateTable,
  views: readonly DetectionViews[],
  options: Pick<PredictOptions, 'explain' | 'uncertainty'>,
  call: PredictCall = {},
): Promise<PredictResult[]> {
  return Promise.all(
    views.map((own, row) => {
      const width = table.columns.length;
      const single = { columns: table.columns, rows: 1, values: table.values.slice(row * width, (row + 1) * width) };
      const heads = headsWithData(model, own);
      return heads.length > 1
        ? predictWithViews(model, single, own, heads, options, call)
        : predictTable(model, { table: single }, options, call);
    }),
  );
}

async function predictWithViews(
  model: LoadedModel,
  table: CandidateTable,
  views: DetectionViews,
  heads: string[],
  options: Pick<PredictOptions, 'explain' | 'uncertainty'>,
  { signal }: PredictCall,
): Promise<PredictResult> {
  const start = performance.now();
  const features = model.featuresOf(table);
  const score = (rows: Float32Array) => scoreWithViews(model, rows, views, { signal });
  const scores = await score(features);
  const judged = judge(model, table, scores, { sets: model.curveSets });
  const result: PredictResult = {
    model: model.reference,
    heads,
    ...judged,
    distance: scores.distance,
    distanceLimit: model.card.in_distribution.limit,
    missing: model.fieldUsage.of(table),
    milliseconds: 0,
  };
  if (options.explain) result.explanations = [await explainRow(model, features, { signal }, { ...VIEWS, score })];
  if (options.uncertainty) {
    result.quantiles = Float64Array.from(
      await quantilesOfRow(model, table, 0, judged.probability[0], { signal }, score),
    );
    result.draws = DRAWS;
  }
  result.milliseconds = performance.now() - start;
  return result;
}

/** Scores rows with the views of one detection. @param rows [rows × features] */
function scoreWithViews(
  model: LoadedModel,
  rows: Float32Array,
  views: DetectionViews,
  call: PredictCall,
): Promise<Scores> {
  const { session, queue } = model.withViews!;
  const width = model.features.length;
  const values = new Float32Array((rows.length / width) * session.width).fill(NaN);
  for (let row = 0; row * width < rows.length; row++) {
    const target = values.subarray(row * session.width, (row + 1) * session.width);
    writeRow(target, rows.subarray(row * width, (row + 1) * width), views, session);
  }
  return queue.score(values, call);
}

/** Heads in service whose input is there. */
function headsWithData(model: LoadedModel, views: DetectionViews): string[] {
  return model.heads.filter(({ input }) => input === ROW || views[input]).map(({ name }) => name);
}
