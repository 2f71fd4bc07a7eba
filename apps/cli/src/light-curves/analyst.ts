import { type ExoplanetClient, type LightCurveFile, type LightCurveOptions, TaskError } from '@exoplanet/client';
import type { AnalysisDto, ColumnTable } from '@exoplanet/contracts';

/** @param fraction of the whole, 0 to 1; @param secondsLeft of the search, roughly, from before it begins */
export type OnStage = (stage: string, fraction: number, secondsLeft?: number) => void;

/** An analysis, and access to the full-resolution data that it holds only thinned. */
export interface Vetted {
  analysis: AnalysisDto;
  /** The light curve at full resolution. */
  curve: () => Promise<ColumnTable>;
  /** The periodogram, where there was a search. */
  spectrum: () => Promise<ColumnTable | undefined>;
}

/** Finds, tests and scores the transits in the photometry of one star. */
export interface Analyst {
  analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<Vetted>;
}

/** Sends the files to a server. */
export class ServerAnalyst implements Analyst {
  constructor(private readonly client: ExoplanetClient) {}

  async analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<Vetted> {
    const id = await this.client.submitLightCurves(files, options);
    const task = await this.client.wait(id, {
      onUpdate: ({ status, progress }) => onStage(progress.stage ?? status, progress.fraction, progress.seconds_left),
    });
    if (task.status !== 'completed') throw new TaskError(task);
    const analysis = task.result as unknown as AnalysisDto;
    return {
      analysis,
      curve: () => this.client.curve(id),
      spectrum: async () => (analysis.periodogram ? await this.client.spectrum(id) : undefined),
    };
  }
}
