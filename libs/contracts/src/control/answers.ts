import type { ErrorCode } from '../errors/catalogue';
import type { ModelFault } from '../errors/model-faults';
import type { WorkerHeartbeat } from '../workers/heartbeat';
import type { Inspection } from './messages';

/** Why a worker did not execute a request. */
export interface ControlFailure {
  /** A code of the error catalogue, or a fault of the model that was to be loaded. */
  code: ErrorCode | ModelFault;
  message: string;
}

/** A command that runs on a worker. */
export interface RunningCommand {
  command: string;
  kind: string;
  since: string;
  /** How long it has run [s]. */
  seconds: number;
}

/** A queue whose commands a worker runs. */
export interface ConsumedQueue {
  name: string;
  /** Commands that it runs at the same time. */
  concurrency: number;
  active: number;
  paused: boolean;
}

/** The answer of a worker to each inspection. */
export interface InspectAnswers {
  ping: { pong: true; timestamp: string };
  active: { commands: RunningCommand[] };
  registered: { jobs: string[]; control: string[]; models: string[] };
  stats: WorkerStats;
  queues: { queues: ConsumedQueue[] };
}

/** The heartbeat at this moment, with further measurements. */
export interface WorkerStats extends WorkerHeartbeat {
  /** The 99 % quantile of the delay of the event loop over the last 10 to 20 s [ms]. */
  event_loop_lag_p99_ms: number;
  /** Runs of commands since the worker started, however they ended. */
  runs: number;
  /** Runs that ended with an error, those that were retried included. */
  failed_runs: number;
}

export type InspectAnswer = InspectAnswers[Inspection];

/** The answer of a worker to pause, resume and drain. */
export interface PauseAnswer {
  paused: boolean;
  /** Commands that still run. */
  active: number;
}

/** The answer of a worker to a reload: the version in service before and after it. */
export interface ReloadAnswer {
  model: string;
  before: { version: string; sha256: string } | null;
  now: { version: string; sha256: string; provider: string };
}
