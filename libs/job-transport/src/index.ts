export type { QueueDepth } from './bullmq-adapter/job-producer';
export type { JobsStatus } from './bullmq-adapter/redis-link';
export type { JobsClientOptions } from './client/client-options';
export type { JobEvent } from './client/job-event';
export type { JobRecord, JobState } from './client/job-record';
export type { Submission, SubmitOptions } from './client/job-submission';
export { JobsClient } from './client/jobs-client';
export {
  JobConflictError,
  JobError,
  type JobFailure,
  JobsUnavailableError,
  PayloadExpiredError,
  PayloadLimitError,
} from './errors/job-error';
export type { PayloadUsage } from './payload/memory-ledger';
export { JobContext } from './server/job-context';
export type { PartOutcome } from './server/job-run';
export { type ActiveJob, JOBS, JobsServer } from './server/jobs-server';
export type { RunEnd } from './server/run-end';
export type { JobsServerOptions } from './server/server-options';
