import { type AnalysisDto, analysisJson, type PredictResult, renderPredictionsJson } from '@exoplanet/contracts';
import type { FoundTask } from './tasks.service';

/** The result of a finished task as JSON text. */
export async function resultJson({ record, spec, firstRow }: FoundTask): Promise<string> {
  const result = await record.readResult();
  return spec.form === 'light_curve'
    ? analysisJson(result as AnalysisDto)
    : renderPredictionsJson(result as PredictResult, firstRow, spec);
}
