export * from './errors';
export {
  ExoplanetClient,
  type ClientOptions,
  type PredictBatchOptions,
  type PredictOptions,
  type WaitOptions,
} from './exoplanet-client';
export type { LiveMessage, TaskUpdate } from './live';
export type { LightCurveFile, LightCurveOptions } from './light-curves';
export * from './types';
export type { components, paths } from './generated/openapi';
