import type { Progress } from '../../bullmq-adapter/job-consumer';
import type { JobFailure } from '../../errors/job-error';

/** What the child process knows of the run. */
export interface RunDescription {
  id: string;
  pattern: string;
  attempt: number;
  createdAt: number;
  startedAt: number;
  cancelledParts: string[];
}

/** From the worker to its child process. */
export type ToChild =
  | { type: 'run'; run: RunDescription; data: unknown; metadata: unknown }
  | { type: 'cancel'; part: string }
  | { type: 'abort'; failure: JobFailure }
  | { type: 'reply'; call: number; value: unknown }
  | { type: 'reply'; call: number; failure: JobFailure };

/** What the child process asks the worker to do, because only the worker talks to Redis. */
export interface Calls {
  /** Why the part is not to run, or undefined. */
  startPart: (part: string) => Promise<JobFailure | undefined>;
  addChild: (pattern: string, id: string, data: unknown, metadata: unknown) => Promise<void>;
  childFailures: () => Promise<JobFailure[]>;
}

export type CallName = keyof Calls;

/** How a run in the child process ended. */
export type RunEnded =
  | { type: 'completed'; result: unknown; attachments: [name: string, bytes: Uint8Array][] }
  | { type: 'failed'; failure: JobFailure }
  | { type: 'waits for children' };

/** From the child process to its worker. */
export type ToWorker =
  | { type: 'ready' }
  /** The run that was sent has arrived. */
  | { type: 'begun' }
  | { type: 'progress'; value: Progress }
  | { type: 'progress of parent'; value: Progress }
  | { type: 'part ended'; part: string; failure?: JobFailure }
  | { type: 'call'; call: number; name: CallName; parameters: unknown[] }
  | RunEnded;
