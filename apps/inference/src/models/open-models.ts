import type { LoggerService } from '@nestjs/common';
import { ModelError, ModelRegistry } from '@exoplanet/model-runtime';
import type { EnvDto } from '@exoplanet/platform';
import { ModelMeasurements } from '../metrics/model-measurements';
import type { WorkerMetrics } from '../metrics/worker-metrics';

/** Opens the models that the environment names; ends the process with a sentence when one cannot be used. */
export async function openModels(env: EnvDto, metrics: WorkerMetrics, logger: LoggerService): Promise<ModelRegistry> {
  try {
    const models: ModelRegistry = await ModelRegistry.open({
      path: env.MODEL_PATH,
      defaultModel: env.DEFAULT_MODEL,
      providers: env.EXECUTION_PROVIDERS,
      shadow: env.SHADOW_MODEL,
      observer: new ModelMeasurements(metrics),
      warn: (message) => void logger.warn(message, 'models'),
    });
    return models;
  } catch (error) {
    const { message } = error as Error;
    logger.fatal?.(error instanceof ModelError ? `${error.code}: ${message}` : message, 'models');
    process.exit(1);
  }
}
