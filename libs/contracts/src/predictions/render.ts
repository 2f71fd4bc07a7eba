import type { CheckDto } from '../checks/check.dto';
import { checkOffsets, renderCheck } from '../checks/render-checks';
import { entryOfRow } from '../context/context-columns';
import { renderContext, type RenderedContext, type RowNames } from '../context/render-context';
import { decimalText, round6 } from './decimal-text';
import { type PredictResult, type PredictTask, type RefusedRow, SET_BITS } from './predict.command';
import {
  type BatchResultDto,
  CLASSES,
  type Confidence,
  type PredictionDto,
  type RowErrorDto,
  type UncertaintyDto,
} from './prediction.dto';
import { confidenceOf, verdictOf } from './verdict';

/**
 * The answer of one task, from the columns of its command: one prediction for the form `single`, else one entry for each row
 * in input order, refused rows included.
 * @param firstRow index of the task's first row in the result
 * @param names of the rows that answers mention; by default their places in the request
 */
export function renderPredictions(
  result: PredictResult,
  firstRow: number,
  task: PredictTask,
  names = rowNames(task),
): PredictionDto | BatchResultDto {
  const entry = (row: number) => prediction(result, firstRow + row, task.ids?.[row], names);
  if (task.form === 'single') return entry(0);
  return { predictions: inInputOrder<PredictionDto | RowErrorDto>(task, entry, refusal) };
}

/** Exactly the JSON text of `renderPredictions`, built from pieces that many rows share. */
export function renderPredictionsJson(result: PredictResult, firstRow: number, task: PredictTask): string {
  const endings = endingsOf(result);
  const names = rowNames(task);
  const entry = (row: number) => predictionJson(result, endings, firstRow + row, task.ids?.[row], names);
  if (task.form === 'single') return entry(0);
  if (!task.refused?.length) {
    let text = '{"predictions":[';
    for (let row = 0; row < task.rows; row++) {
      if (row > 0) text += ',';
      text += entry(row);
    }
    return text + ']}';
  }
  return `{"predictions":[${inInputOrder(task, entry, (refused) => JSON.stringify(refusal(refused))).join()}]}`;
}

/** Names rows of a task by their place in the request, where refused rows count too. */
export function rowNames({ ids, refused = [] }: PredictTask): RowNames {
  const of = (row: number) => {
    const index = refused.reduce((place, { index: before }) => (before <= place ? place + 1 : place), row);
    const id = ids?.[row];
    return { index, ...(id == null ? {} : { id }) };
  };
  return { whole: 'request', of };
}

/** Merges the task's rows with the refused ones. The `index` of a refused row counts both kinds. */
function inInputOrder<T>(
  { rows, refused = [] }: PredictTask,
  answered: (row: number) => T,
  refusedAs: (row: RefusedRow) => T,
): T[] {
  const entries: T[] = [];
  let next = 0;
  for (let row = 0; row < rows; row++) {
    while (refused[next]?.index === entries.length) entries.push(refusedAs(refused[next++]));
    entries.push(answered(row));
  }
  while (next < refused.length) entries.push(refusedAs(refused[next++]));
  return entries;
}

const refusal = ({ index, errors }: RefusedRow): RowErrorDto => ({
  index,
  error: { code: 'VALIDATION_FAILED', errors },
});

function prediction(result: PredictResult, row: number, id: string | null | undefined, names: RowNames): PredictionDto {
  const probability = result.probability[row];
  const distance = round6(result.distance[row]);
  return {
    ...(id == null ? {} : { id }),
    prediction: verdictOf(probability, result.sets[row]),
    probability: round6(probability),
    confidence: confidenceOf(probability, result.sets[row]),
    prediction_set: CLASSES.filter((name) => result.sets[row] & SET_BITS[name]),
    in_distribution: { value: result.inside[row] === 1, distance, limit: result.distanceLimit },
    heads_used: result.heads,
    missing: result.missing.lists[result.missing.index[row]],
    ignored: result.missing.ignored[result.missing.index[row]],
    model: result.model,
    processing_time_ms: round3(result.milliseconds),
    checks: checksOf(result, row),
    ...contextOf(result, row, names),
    ...(result.explanations ? { explanation: result.explanations[row] } : {}),
    ...(result.quantiles ? { uncertainty: uncertainty(result, row) } : {}),
  };
}

const offsetsByResult = new WeakMap<PredictResult, Uint32Array>();

function checksOf(result: PredictResult, row: number): CheckDto[] {
  const { checks } = result;
  if (!checks || checks.row.length === 0) return NO_CHECKS;
  let offsets = offsetsByResult.get(result);
  if (!offsets) offsetsByResult.set(result, (offsets = checkOffsets(checks, result.probability.length)));
  if (offsets[row] === offsets[row + 1]) return NO_CHECKS;
  return Array.from({ length: offsets[row + 1] - offsets[row] }, (_, index) =>
    renderCheck(checks, offsets[row] + index),
  );
}

const NO_CHECKS: CheckDto[] = [];

function contextOf({ context }: PredictResult, row: number, names: RowNames): RenderedContext | undefined {
  const entry = context ? entryOfRow(context, row) : -1;
  return entry < 0 ? undefined : renderContext(context!, entry, names);
}

function uncertainty({ quantiles, draws }: PredictResult, row: number): UncertaintyDto {
  const [p16, p50, p84] = quantiles!.subarray(3 * row, 3 * row + 3);
  return { p16, p50, p84, draws: draws! };
}

const round3 = (value: number): number => Math.round(value * 1e3) / 1e3;

/** JSON text by set and confidence: from after the probability up to the value of `in_distribution`. */
const JUDGEMENTS = [0, 1, 2, 3].map((sets) => {
  const set = JSON.stringify(CLASSES.filter((name) => sets & SET_BITS[name]));
  const text = (confidence: Confidence) =>
    `,"confidence":"${confidence}","prediction_set":${set},"in_distribution":{"value":`;
  return { high: text('high'), medium: text('medium'), low: text('low') } satisfies Record<Confidence, string>;
});

/** JSON text by lists of missing and ignored fields: from after the distance to the end of the processing time. Filled on first use. */
type Endings = (string | undefined)[];
const endingsByResult = new WeakMap<PredictResult, Endings>();

function endingsOf(result: PredictResult): Endings {
  let texts = endingsByResult.get(result);
  if (!texts) endingsByResult.set(result, (texts = []));
  return texts;
}

function endingOf({ distanceLimit, heads, missing, model, milliseconds }: PredictResult, list: number): string {
  const start = `,"limit":${JSON.stringify(distanceLimit)}},"heads_used":${JSON.stringify(heads)},"missing":${JSON.stringify(missing.lists[list])}`;
  return `${start},"ignored":${JSON.stringify(missing.ignored[list])},"model":${JSON.stringify(model)},"processing_time_ms":${JSON.stringify(round3(milliseconds))}`;
}

function predictionJson(
  result: PredictResult,
  endings: Endings,
  row: number,
  id: string | null | undefined,
  names: RowNames,
): string {
  const probability = result.probability[row];
  const sets = result.sets[row];
  const distance = round6(result.distance[row]);
  const list = result.missing.index[row];
  let text = id == null ? '{"prediction":"' : `{"id":${JSON.stringify(id)},"prediction":"`;
  text += verdictOf(probability, sets) + '","probability":' + decimalText(probability);
  text += JUDGEMENTS[sets][confidenceOf(probability, sets)] + (result.inside[row] === 1 ? 'true' : 'false');
  text += ',"distance":' + decimalText(distance);
  text += endings[list] ??= endingOf(result, list);
  const checks = checksOf(result, row);
  text += checks.length === 0 ? ',"checks":[]' : ',"checks":' + JSON.stringify(checks);
  const context = contextOf(result, row, names);
  if (context) text += ',' + JSON.stringify(context).slice(1, -1);
  if (result.explanations) text += ',"explanation":' + JSON.stringify(result.explanations[row]);
  if (result.quantiles) text += ',"uncertainty":' + JSON.stringify(uncertainty(result, row));
  return text + '}';
}
