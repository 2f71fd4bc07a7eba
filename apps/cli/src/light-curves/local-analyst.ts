import type { LightCurveFile, LightCurveOptions } from '@exoplanet/client';
import { type AnalysisDto, analyzeOptions, AppError, conflictingFields } from '@exoplanet/contracts';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import { vetLightCurve } from '@exoplanet/vetting';
import type { Analyst, OnStage } from './analyst';

/** Vets in this process, as a worker does. */
export class LocalAnalyst implements Analyst {
  constructor(private readonly models: ModelRegistry) {}

  analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<AnalysisDto> {
    const conflicts = conflictingFields(options);
    if (conflicts.length > 0) throw new AppError('VALIDATION_FAILED', conflicts[0].message, conflicts);
    const command = { files: [...files], options: analyzeOptions(options), time_system: options.time_system };
    return vetLightCurve(command, {
      models: this.models,
      onProgress: ({ stage, fraction }) => onStage(stage, fraction),
    });
  }
}
