import { type ExoplanetClient, type LightCurveFile, type LightCurveOptions, TaskError } from '@exoplanet/client';
import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts';

export type ReportedDetection = Pick<
  DetectionDto,
  'rank' | 'period' | 'epoch' | 'duration' | 'depth' | 'radius' | 'mes' | 'transits' | 'tests' | 'passed' | 'prediction'
>;

/** What is told of an analysed light curve. */
export type CurveReport = Pick<
  AnalysisDto,
  'target' | 'time_system' | 'points' | 'span' | 'refused_files' | 'notices'
> & { detections: ReportedDetection[] };

/** @param fraction of the stage, or of the whole where that is known, 0 to 1 */
export type OnStage = (stage: string, fraction: number) => void;

/** Finds, tests and scores the transits in the photometry of one star. */
export interface Analyst {
  analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<CurveReport>;
}

/** Asks a server. */
export class ServerAnalyst implements Analyst {
  constructor(private readonly client: ExoplanetClient) {}

  async analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<CurveReport> {
    const id = await this.client.submitLightCurves(files, options);
    const task = await this.client.wait(id, {
      onUpdate: ({ status, progress }) => onStage(progress.stage ?? status, progress.fraction),
    });
    if (task.status !== 'completed') throw new TaskError(task);
    return task.result as unknown as CurveReport;
  }
}
