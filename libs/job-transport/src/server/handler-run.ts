import type { Progress } from '../bullmq-adapter/job-consumer';
import type { JobFailure } from '../errors/job-error';

/** How a part of an isolated job ended. */
export type PartOutcome<T> = { value: T } | { failure: JobFailure };

/** Ends a run; the job runs again once all of its children have ended. */
export class WaitsForChildren extends Error {
  override readonly name = 'WaitsForChildren';
}

/** A run as its handler's `JobContext` sees it: `JobRun` in a worker, `IsolatedRun` in the worker's child process. */
export interface HandlerRun {
  readonly id: string;
  readonly pattern: string;
  readonly attempt: number;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly isIsolated: boolean;
  readonly signal: AbortSignal;
  /** What is stored beside the result, by name. */
  readonly attachments: Map<string, Uint8Array>;
  readonly progress: { report(value: Progress): void };
  readonly parentProgress: { report(value: Progress): void };
  isCancelled(part: string): boolean;
  runPart<T>(part: string, work: () => Promise<T>): Promise<PartOutcome<T>>;
  addChild(pattern: string, id: string, data: unknown, metadata: unknown): Promise<void>;
  childFailures(): Promise<JobFailure[]>;
  abort(reason: Error): void;
}
