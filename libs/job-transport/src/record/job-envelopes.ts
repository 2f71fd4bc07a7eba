import type { JobsOptions } from 'bullmq';
import type { JobFailure } from '../errors/job-error';
import type { Packed } from '../payload/packed';

/** What a job's `data` holds. */
export type CommandEnvelope = Packed & {
  /** What Nest's dispatch hook attached, for example a trace id. */
  metadata?: unknown;
};

/** How a job's last run went: it travels with the outcome, so that the event alone tells the whole record. */
export interface RunSummary {
  worker: string;
  attempt: number;
  /** Times [ms since 1970]. */
  createdAt: number;
  startedAt: number;
  completedAt: number;
}

/** What `returnvalue` holds. */
export type ResultEnvelope = Packed & { run: RunSummary };

/** What `failedReason` holds, unless BullMQ wrote it. */
export type FailureEnvelope = JobFailure & { run?: RunSummary };

/** Our own fields beside BullMQ's job options. The worker is given the options with the job, so reading them costs nothing. */
export interface TransportJobOptions extends JobsOptions {
  /** Tells which submission made the job. */
  submission?: string;
  fingerprint?: string;
  /** Parts that were cancelled before the run. */
  cancelled?: string[];
}

/** The label that cancels the whole job. */
export const WHOLE_JOB = '*';
