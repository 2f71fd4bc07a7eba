import type { JobFailure } from '../errors/job-error';
import type { Packed } from '../payload/packed';
import type { PayloadReference } from '../payload/payload-store';

/** A job's `data`. */
export type CommandEnvelope = Packed & {
  /** What Nest's dispatch hook attached, for example a trace id. */
  metadata?: unknown;
};

/** How a job's last run went. It travels with the outcome, so that the event alone gives the whole record. */
export interface RunSummary {
  worker: string;
  attempt: number;
  /** Times [ms since 1970]. */
  createdAt: number;
  startedAt: number;
  completedAt: number;
  /** Parts of a completed job that failed on their own, by label. */
  failedParts?: Record<string, JobFailure>;
}

/** A job's `returnvalue`. */
export type ResultEnvelope = PackedResult & { run: RunSummary };

/** A handler's value, and where the payloads are stored that it attached, by name. */
export type PackedResult = Packed & { attached?: Record<string, PayloadReference> };

/** A job's `failedReason`, unless BullMQ wrote it. */
export type FailureEnvelope = JobFailure & { run?: RunSummary };
