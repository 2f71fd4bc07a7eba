import { type ExoplanetClient, type LightCurveFile, type LightCurveOptions, TaskError } from '@exoplanet/client';
import type { AnalysisDto } from '@exoplanet/contracts';

/** @param fraction of the whole, 0 to 1 */
export type OnStage = (stage: string, fraction: number) => void;

/** Finds, tests and scores the transits in the photometry of one star. */
export interface Analyst {
  analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<AnalysisDto>;
}

/** Sends the files to a server. */
export class ServerAnalyst implements Analyst {
  constructor(private readonly client: ExoplanetClient) {}

  async analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<AnalysisDto> {
    const id = await this.client.submitLightCurves(files, options);
    const task = await this.client.wait(id, {
      onUpdate: ({ status, progress }) => onStage(progress.stage ?? status, progress.fraction),
    });
    if (task.status !== 'completed') throw new TaskError(task);
    return task.result as unknown as AnalysisDto;
  }
}
