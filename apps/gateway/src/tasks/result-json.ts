import { renderPredictionsJson, type PredictResult } from '@exoplanet/contracts';
import type { FoundTask } from './tasks.service';

/** The result of a finished task as JSON text. */
export async function resultJson({ record, spec, firstRow }: FoundTask): Promise<string> {
  const result = (await record.readResult()) as PredictResult;
  return renderPredictionsJson(result, firstRow, spec);
}
