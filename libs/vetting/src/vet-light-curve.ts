import { type AnalysisDto, type AnalyzeCommand, AppError } from '@exoplanet/contracts';
import { measureRow } from '@exoplanet/light-curve';
import { analysisDto } from './analysis-dto';
import type { CurveTables } from './curve-tables';
import { type CurveReply, measureCurve, type RefusedFile, type StageProgress } from './measure-curve';
import { type AnalysisProgress, overallProgress, type Progress } from './overall-progress';
import { type DetectionScorer, scoreDetections } from './score-detections';

export interface VettingOptions {
  models: DetectionScorer;
  /** Runs `measureCurve` elsewhere, such as on a thread. @default in this thread */
  measure?: (command: AnalyzeCommand, onProgress: (progress: StageProgress) => void) => Promise<CurveReply>;
  onProgress?: (progress: Progress) => void;
  /** Receives, before the scoring, the full-resolution data that the analysis holds only thinned. */
  onTables?: (tables: CurveTables) => void;
  /** Ends the scoring; `measure` has to end itself. */
  signal?: AbortSignal;
}

const inThisThread: NonNullable<VettingOptions['measure']> = (command, onProgress) =>
  Promise.resolve(measureCurve(command, onProgress));

/**
 * Turns one star's photometry into tested and scored detections. Where the mission is not known there is no prediction.
 * @throws AppError LIGHT_CURVE_INVALID where no file can be used, MODEL_NOT_FOUND before the search
 */
export async function vetLightCurve(
  command: AnalyzeCommand,
  { models, measure = inThisThread, onProgress = () => undefined, onTables, signal }: VettingOptions,
): Promise<AnalysisDto> {
  const started = performance.now();
  const { options } = command;
  // An unknown model would otherwise be noticed only after the search.
  if (options.model) await models.resolve(options.model, 'light_curve');
  const progress: (progress: AnalysisProgress) => void = overallProgress(onProgress);
  const reply = await measure(command, progress);
  if (!reply.ok) throw new AppError('LIGHT_CURVE_INVALID', reasons(reply.refused));
  progress({ stage: 'scoring', fraction: 0 });
  const { analysis, prepared, tables } = reply.measured;
  onTables?.(tables);
  const rows = analysis.detections.map((detection) => measureRow(detection, prepared.target));
  const scored = prepared.target.mission
    ? await scoreDetections(models, analysis.detections, rows, options, signal)
    : rows.map(() => null);
  return analysisDto(reply.measured, rows, scored, performance.now() - started);
}

const SHOWN_REFUSALS = 10;

function reasons(refused: readonly RefusedFile[]): string {
  const shown = refused.slice(0, SHOWN_REFUSALS).map(({ message }) => message);
  const more = refused.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more files`] : [])].join('; ');
}
