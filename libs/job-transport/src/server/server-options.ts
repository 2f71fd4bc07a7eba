import { sharedDefaults, type SharedOptions } from '../protocol/options';
import type { RunEnd } from './run-end';

export interface JobsServerOptions extends SharedOptions {
  /** Name of this worker, written into the record of each job it ran. @default '<host name>-<process id>' */
  name?: string;
  /** Jobs that run at the same time, for every pattern or by pattern (1 where a pattern is not named). @default 1 */
  concurrency?: number | Readonly<Record<string, number>>;
  /** Longest time for one run [ms], for every pattern or by pattern (none where a pattern is not named); 0 for no limit. @default 0 */
  timeout?: number | Readonly<Record<string, number>>;
  /** A worker that is silent for this long has lost its jobs [ms]. @default 10000 */
  lockDuration?: number;
  /** Interval of the search for lost jobs [ms]. @default 5000 */
  stalledInterval?: number;
  /**
   * Path of a program that runs an `IsolatedJobsServer` with the same handlers. A job that was lost with its worker runs in it, as a
   * child process, alone; a job that ends that process fails with POISON. Without it such a job runs in the worker again.
   * @default none
   */
  isolatedProgram?: string;
  /** Command line of that program, read whenever it starts. @default empty */
  isolatedParameters?: () => readonly string[];
  /**
   * How often a job may be lost before it fails with WORKER_LOST. A job fails with POISON when its worker was lost three times
   * while it ran alone, so this limit matters only if workers end for other reasons, or if many parts of one job end them. @default 75
   */
  maxStalledCount?: number;
  /** How long finished jobs and their results are kept [s]. @default 3600 */
  resultTtl?: number;
  /** Maximum number of finished jobs that are kept, per pattern and outcome. @default 100000 */
  resultLimit?: number;
  /** Shortest time between two progress messages of one job [ms]. @default 2000 */
  progressInterval?: number;
  /** Interval of the search for cancellations whose broadcast was lost [ms]. @default 1000 */
  checkInterval?: number;
  /** How long `close()` lets running jobs finish before it hands them back [ms]. @default 10000 */
  closeTimeout?: number;
  /** Called when a run has ended, before its outcome is written: for counts and log lines. It must not throw. */
  onRunEnd?: (end: RunEnd) => void;
}

export const serverDefaults = {
  ...sharedDefaults,
  concurrency: 1,
  timeout: 0,
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 75,
  resultTtl: 3600,
  resultLimit: 100_000,
  progressInterval: 2000,
  checkInterval: 1000,
  closeTimeout: 10_000,
};
