import type { ErrorCode } from '@exoplanet/contracts';
import type { JobFailure } from '../errors/job-error';

/** How one run of a job ended on this worker. */
export interface RunEnd {
  id: string;
  pattern: string;
  /**
   * `completed`: with a result. `failed`: with an error that is the job's. `retried`: with an error after which the job runs
   * again. `cancelled`: because the job was cancelled. `handed_back`: because this worker closes and another runs the job.
   * `waits_for_children`: the job runs again once they have ended.
   */
  outcome: 'completed' | 'failed' | 'retried' | 'cancelled' | 'handed_back' | 'waits_for_children';
  /** The error of a run that failed, was retried or was cancelled. */
  error?: { code: ErrorCode; message: string };
  milliseconds: number;
  /** What the sender attached beside the data. */
  metadata: unknown;
  /** Parts of a completed job that failed on their own, by label. */
  failedParts: Readonly<Record<string, JobFailure>>;
  /** Whether this labelled part of the job was cancelled, or the whole job. */
  isCancelled: (part: string) => boolean;
}
