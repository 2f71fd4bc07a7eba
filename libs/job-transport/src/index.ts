export { JOBS, JobsServer, type ActiveJob } from './jobs-server';
export { JobsClient } from './jobs-client';
export { JobContext } from './job-context';
export type { JobsClientOptions, JobsServerOptions } from './options';
export type { JobEvent } from './client/job-event';
export type { QueueDepth } from './client/job-queue';
export type { Submission, SubmitOptions } from './client/job-submission';
export type { JobRecord, JobState } from './record/job-record';
export type { JobsStatus } from './redis/redis-link';
export type { WorkerCounts } from './server/job-worker';
export {
  JobConflictError,
  JobError,
  JobErrorCode,
  JobsUnavailableError,
  PayloadExpiredError,
  PayloadLimitError,
  type JobFailure,
} from './errors/job-error';
