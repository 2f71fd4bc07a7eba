export type { JobEvent } from './client/job-event';
export type { QueueDepth } from './client/job-queue';
export type { Submission, SubmitOptions } from './client/job-submission';
export {
  JobConflictError,
  JobError,
  type JobFailure,
  JobsUnavailableError,
  PayloadExpiredError,
  PayloadLimitError,
} from './errors/job-error';
export { JobContext } from './job-context';
export { JobsClient } from './jobs-client';
export { type ActiveJob, JOBS, JobsServer } from './jobs-server';
export type { JobsClientOptions, JobsServerOptions } from './options';
export type { JobRecord, JobState } from './record/job-record';
export type { JobsStatus } from './redis/redis-link';
export type { RunEnd, RunOutcome } from './server/run-end';
