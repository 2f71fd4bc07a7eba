import { type PredictResult, renderPredictionsJson } from '@exoplanet/contracts';
import type { FoundTask } from './tasks.service';

/** The result of a finished task as JSON text. */
export async function resultJson({ record, spec, firstRow }: FoundTask): Promise<string> {
  const result = await record.readResult();
  return spec.form === 'light_curve'
    ? JSON.stringify(result, plain)
    : renderPredictionsJson(result as PredictResult, firstRow, spec);
}

/** Columns as lists, with the digits that their precision has; what is not a number as null. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array)
    return Array.from(value, (one) => (Number.isFinite(one) ? Number(one.toPrecision(7)) : null));
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as Iterable<unknown>) : value;
}
