import { type CandidateTable, type PredictOptions, type PredictResult, SOURCES } from '@exoplanet/contracts';
import type { FieldUsage } from '../model/field-usage';
import type { LoadedModel } from '../model/loaded-model';
import type { PredictionSets } from '../model/prediction-sets';
import type { Scores } from '../session/onnx-session';
import { ROW, writeRow } from '../session/row-session';
import { explainRow } from './explanation/explain-row';
import { judge } from './judge';
import type { PredictCall } from './predict-call';
import { predictTable } from './predict-table';
import { DRAWS, quantilesOfRow } from './uncertainty/quantiles';

/** What is read of the curve beside the row, as one group of the explanation. */
const VIEWS = { name: 'views', title: 'Views and vetting of the light curve' };

/** Views of one detection by the name of the model's input; a view that could not be made is absent. */
export type DetectionViews = Readonly<Record<string, Float32Array | undefined>>;

/**
 * Answers detections of a light curve one by one, because each has its own heads. Where no view is read, the card may have rules
 * for rows that were measured from light curves; otherwise such a row is answered as one of a catalogue.
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
      const way = withViews(model, own, call) ?? byRule(model, single, call);
      return way ? answer(model, single, way, options, call) : predictTable(model, { table: single }, options, call);
    }),
  );
}

/** How one detection is answered. */
interface Way {
  heads: string[];
  sets: PredictionSets;
  fieldUsage: FieldUsage;
  /** Of the row [features], what the model may read. @default all */
  visible?: (row: Float32Array) => Float32Array;
  /** Scores [rows × features] of this detection. */
  score: (rows: Float32Array) => Promise<Scores>;
  /** Of a coalition of the explanation in which the views take no part. @default score */
  scoreWithoutViews?: Way['score'];
  curveRow?: PredictResult['curveRow'];
}

/** Undefined where no head in service has a view of this detection. */
function withViews(model: LoadedModel, views: DetectionViews, { signal }: PredictCall): Way | undefined {
  const heads = model.heads.filter(({ input }) => input === ROW || views[input]).map(({ name }) => name);
  if (heads.length < 2) return undefined;
  return {
    heads,
    sets: model.curveSets,
    fieldUsage: model.fieldUsage,
    score: (rows) => scoreWithViews(model, rows, views, { signal }),
    scoreWithoutViews: (rows) => model.queue.score(rows, { signal }),
  };
}

/** Undefined where the card has no rules for measured rows of the mission. */
function byRule(model: LoadedModel, table: CandidateTable, { signal }: PredictCall): Way | undefined {
  const applied = model.curveRows.for(table);
  if (!applied) return undefined;
  const { fitted_on: fittedOn, checked } = model.card.curve_rows![missionOf(table)];
  return {
    heads: [model.rowHead],
    sets: applied.sets,
    fieldUsage: applied.fieldUsage,
    visible: (row) => applied.visible(row),
    score: async (rows) => applied.calibrated(rows, await model.queue.score(applied.visible(rows), { signal })),
    curveRow: { rule: applied.rule.name, fittedOn, checked },
  };
}

async function answer(
  model: LoadedModel,
  table: CandidateTable,
  { heads, sets, fieldUsage, visible = (row) => row, score, scoreWithoutViews, curveRow }: Way,
  options: Pick<PredictOptions, 'explain' | 'uncertainty'>,
  { signal }: PredictCall,
): Promise<PredictResult> {
  const start = performance.now();
  const features = model.featuresOf(table);
  const scores = await score(features);
  const judged = judge(model, table, scores, { sets });
  const result: PredictResult = {
    model: model.reference,
    heads,
    ...judged,
    distance: scores.distance,
    distanceLimit: model.card.in_distribution.limit,
    missing: fieldUsage.of(table),
    ...(curveRow ? { curveRow } : {}),
    milliseconds: 0,
  };
  if (options.explain) {
    const views = scoreWithoutViews && { ...VIEWS, score };
    result.explanations = [await explainRow(model, visible(features), scoreWithoutViews ?? score, views)];
  }
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

/** Of the first row. */
export const missionOf = ({ columns, values }: CandidateTable): string => SOURCES[values[columns.indexOf('source')]];
