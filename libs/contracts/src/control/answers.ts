import type { WorkerHeartbeat } from '../workers/heartbeat';
import type { Inspection } from './messages';

/** Why a worker did not do what it was asked. */
export interface ControlFailure {
  code: string;
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

/** A queue that a worker takes commands from. */
export interface ConsumedQueue {
  name: string;
  /** Commands that it runs at the same time. */
  concurrency: number;
  active: number;
  paused: boolean;
}

/** What a worker answers to each inspection. */
export interface InspectAnswers {
  ping: { pong: true; timestamp: string };
  active: { commands: RunningCommand[] };
  registered: { jobs: string[]; control: string[]; models: string[] };
  /** The heartbeat as it is now, with the lag of the event loop. */
  stats: WorkerHeartbeat & { event_loop_lag_p99_ms: number; runs: number; failed_runs: number };
  queues: { queues: ConsumedQueue[] };
}

export type InspectAnswer = InspectAnswers[Inspection];

/** What a worker answers to pause, resume and drain. */
export interface PauseAnswer {
  paused: boolean;
  /** Commands that still run. */
  active: number;
}

/** What a worker answers to reload: the version in service before, and now. */
export interface ReloadAnswer {
  model: string;
  before: { version: string; sha256: string } | null;
  now: { version: string; sha256: string; provider: string };
}
