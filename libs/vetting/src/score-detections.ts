import { type CandidateRow, type PredictionDto, renderPredictions, toTable } from '@exoplanet/contracts';
import type { Detection } from '@exoplanet/light-curve';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import { decide, type Decision } from './decide';
import { detectionInputs } from './detection-inputs';

/** What vetting needs of a model registry. */
export type DetectionScorer = Pick<ModelRegistry, 'resolve' | 'predictDetections'>;

/** Which model scores, and what it adds to its answers. */
export interface ScoringOptions {
  model?: string;
  explain?: boolean;
  uncertainty?: boolean;
}

/** The prediction for a detection, and what decided it. */
export interface ScoredDetection extends Omit<Decision, 'result'> {
  prediction: PredictionDto;
}

/**
 * Scores each detection by its measured row, its views and the numbers of its vetting, or by the row alone where the model reads no
 * views of the mission; then the vetting tests are taken into account.
 */
export async function scoreDetections(
  models: DetectionScorer,
  detections: readonly Detection[],
  rows: readonly Record<string, unknown>[],
  { model, explain, uncertainty }: ScoringOptions,
  signal?: AbortSignal,
): Promise<ScoredDetection[]> {
  if (detections.length === 0) return [];
  const options = {
    ...(model ? { model } : {}),
    ...(explain ? { explain } : {}),
    ...(uncertainty ? { uncertainty } : {}),
  };
  const table = toTable(rows as readonly CandidateRow[]);
  const views = detections.map((detection, row) => detectionInputs(detection, rows[row].source));
  const results = await models.predictDetections({ options, table, views }, { signal });
  return results.map((answer, index) => {
    const { result, ...decision } = decide(answer, detections[index]);
    const prediction = renderPredictions(result, 0, { id: '' as never, form: 'single', rows: 1 }) as PredictionDto;
    return { prediction, ...decision };
  });
}
