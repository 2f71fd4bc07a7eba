import type { RedisOptions } from 'ioredis';
import type { RunEnd } from './server/run-end';

/** What client and server must agree on. */
interface JobsOptions {
  /** Where Redis is: host, port, password, tls. How to wait and when to give up is the transport's own matter. */
  connection: RedisOptions;
  /** First part of every key. @default 'jobs' */
  prefix?: string;
  /** Bound on the sum of all payloads that went by reference [bytes]. @default 268435456 (256 MiB) */
  payloadMemoryLimit?: number;
  /** Longest time for Redis to answer one command before it counts as unavailable [ms]. @default 2000 */
  commandTimeout?: number;
}

export interface JobsClientOptions extends JobsOptions {
  /** Runs of a job whose handler fails with a retryable error, the first included. @default 3 */
  attempts?: number;
  /** Wait before the second run [ms]; it doubles each time. @default 500 */
  backoff?: number;
  /** How long a large request payload waits for its job to end [s]. @default 86400 */
  payloadTtl?: number;
  /** Finished jobs remembered by this client, so that reading them costs no round trip: at most so many. @default 10000 */
  cacheCount?: number;
  /** The same, by the sum of their results [bytes]. @default 33554432 (32 MiB) */
  cacheBytes?: number;
  /** Time between fallback reads of jobs that are waited for, should their event be lost [ms]. @default 1000 */
  checkInterval?: number;
}

export interface JobsServerOptions extends JobsOptions {
  /** Name of this worker, told in the record of each job it ran. @default '<host name>-<process id>' */
  name?: string;
  /** Jobs that run at the same time, for every pattern or by pattern (1 where a pattern is not named). @default 1 */
  concurrency?: number | Readonly<Record<string, number>>;
  /** Longest time for one run [ms]; 0 for no bound. @default 0 */
  timeout?: number;
  /** A worker that is silent for so long has lost its jobs [ms]. @default 10000 */
  lockDuration?: number;
  /** Time between looks for lost jobs [ms]. @default 5000 */
  stalledInterval?: number;
  /** How often a job may be lost before it fails with WORKER_LOST. @default 2 */
  maxStalledCount?: number;
  /** How long finished jobs and their results are kept [s]. @default 3600 */
  resultTtl?: number;
  /** How many finished jobs are kept, per pattern and outcome. @default 100000 */
  resultLimit?: number;
  /** Least time between two progress messages of one job [ms]. @default 2000 */
  progressInterval?: number;
  /** Time between looks for cancellations whose broadcast was lost [ms]. @default 1000 */
  checkInterval?: number;
  /** How long `close()` lets running jobs finish before it hands them back [ms]. @default 10000 */
  closeTimeout?: number;
  /** Called when a run has ended, before its outcome is written. For counts and log lines; it must not throw. */
  onRunEnd?: (end: RunEnd) => void;
}

export const sharedDefaults = { prefix: 'jobs', payloadMemoryLimit: 256 * 1024 * 1024, commandTimeout: 2000 };

export const clientDefaults = {
  ...sharedDefaults,
  attempts: 3,
  backoff: 500,
  payloadTtl: 86_400,
  cacheCount: 10_000,
  cacheBytes: 32 * 1024 * 1024,
  checkInterval: 1000,
};

export const serverDefaults = {
  ...sharedDefaults,
  concurrency: 1,
  timeout: 0,
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 2,
  resultTtl: 3600,
  resultLimit: 100_000,
  progressInterval: 2000,
  checkInterval: 1000,
  closeTimeout: 10_000,
};

/** Options with the defaults filled in; an explicit `undefined` is a missing one. */
export function withDefaults<Options extends object, Defaults extends object>(
  options: Options,
  defaults: Defaults,
): Options & Defaults {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given } as Options & Defaults;
}
