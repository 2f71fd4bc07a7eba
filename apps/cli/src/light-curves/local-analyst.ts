import type { LightCurveFile, LightCurveOptions } from '@exoplanet/client';
import { analyzeOptions, AppError, conflictingFields } from '@exoplanet/contracts';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import { type CurveTables, vetLightCurve } from '@exoplanet/vetting';
import type { Analyst, OnStage, Vetted } from './analyst';

/** Vets in this process, as a worker does. */
export class LocalAnalyst implements Analyst {
  constructor(private readonly models: ModelRegistry) {}

  async analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<Vetted> {
    const conflicts = conflictingFields(options);
    if (conflicts.length > 0) throw new AppError('VALIDATION_FAILED', conflicts[0].message, conflicts);
    const command = { files: [...files], options: analyzeOptions(options), time_system: options.time_system };
    let tables!: CurveTables;
    const analysis = await vetLightCurve(command, {
      models: this.models,
      onTables: (measured) => (tables = measured),
      onProgress: ({ stage, fraction, seconds_left: left }) => onStage(stage, fraction, left),
    });
    return {
      analysis,
      curve: () => Promise.resolve(tables.curve),
      spectrum: () => Promise.resolve(tables.spectrum),
    };
  }
}
