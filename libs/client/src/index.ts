export {
  type Catalog,
  type CatalogOptions,
  type CatalogRows,
  type CatalogVote,
  EXPORT_FORMATS,
  type ExportFormat,
  hasEnded,
} from './catalogs';
export * from './errors';
export {
  type ClientOptions,
  ExoplanetClient,
  type PredictBatchOptions,
  type PredictOptions,
  type WaitOptions,
} from './exoplanet-client';
export type { components, paths } from './generated/openapi';
export type { LightCurveFile, LightCurveOptions } from './light-curves';
export type { LiveMessage, TaskUpdate } from './live';
export * from './types';
