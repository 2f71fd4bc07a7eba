import type { ErrorCode } from '@exoplanet/contracts';

/**
 * `completed`: it gave a result. `failed`: its error is the job's. `retried`: it ended with an error after which the job runs
 * again. `cancelled`: the job was cancelled while it ran. `handed_back`: this worker closes, and another one runs the job.
 */
export type RunOutcome = 'completed' | 'failed' | 'retried' | 'cancelled' | 'handed_back';

/** How one run of a job ended. */
export interface RunEnd {
  id: string;
  pattern: string;
  outcome: RunOutcome;
  /** The error of a run that failed or is retried. */
  error?: { code: ErrorCode; message: string };
  milliseconds: number;
  /** What the sender attached beside the data. */
  metadata: unknown;
  /** Whether this labelled part of the job was cancelled, or the whole job. */
  isCancelled: (part: string) => boolean;
}
