import { sharedDefaults, type SharedOptions } from '../protocol/options';

export interface JobsClientOptions extends SharedOptions {
  /** Runs of a job whose handler fails with a retryable error, the first included. @default 3 */
  attempts?: number;
  /** Wait before the second run [ms]; it doubles each time. @default 500 */
  backoff?: number;
  /** How long a large request payload is kept while its job has not ended [s]. @default 86400 */
  payloadTtl?: number;
  /** Maximum number of finished jobs that this client remembers, so that reading them costs no round trip. @default 10000 */
  cacheCount?: number;
  /** Maximum total size of the remembered results, once for small ones and once for stored ones [bytes]. @default 33554432 (32 MiB) */
  cacheBytes?: number;
  /** The workers' `resultTtl`: no finished job is remembered longer [s]. @default 3600 */
  resultTtl?: number;
  /** Interval of the fallback reads of awaited jobs, in case their event was lost [ms]. @default 1000 */
  checkInterval?: number;
}

export const clientDefaults = {
  ...sharedDefaults,
  attempts: 3,
  backoff: 500,
  payloadTtl: 86_400,
  cacheCount: 10_000,
  cacheBytes: 32 * 1024 * 1024,
  resultTtl: 3600,
  checkInterval: 1000,
};
