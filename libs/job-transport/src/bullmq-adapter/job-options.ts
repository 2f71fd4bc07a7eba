import type { JobsOptions } from 'bullmq';

/** Our own fields in BullMQ's job options. The worker receives the options with the job, so reading them costs nothing. */
export interface TransportJobOptions extends JobsOptions {
  /** Identifies the submission that created the job. */
  submission?: string;
  /** Of the request, to detect that an id is reused for another one. */
  fingerprint?: string;
  /** Parts that were cancelled before the run. */
  cancelled?: string[];
  /** Bytes of payload memory that the job holds until it ends. */
  reserved?: number;
}

/** The part that stands for the whole job. */
export const WHOLE_JOB = '*';
