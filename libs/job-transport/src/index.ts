export type { JobsStatus } from './bullmq-adapter/redis-link';
export type { JobsClientOptions } from './client/client-options';
export type { JobEvent } from './client/job-event';
export type { JobRecord } from './client/job-record';
export type { SubmitOptions } from './client/job-submission';
export { JobsClient } from './client/jobs-client';
export {
  JobConflictError,
  JobError,
  type JobFailure,
  JobsUnavailableError,
  PayloadLimitError,
} from './errors/job-error';
export { JOBS } from './server/handler-server';
export { endWithParent } from './server/isolated/end-with-parent';
export { IsolatedJobsServer } from './server/isolated/isolated-jobs-server';
export { JobContext } from './server/job-context';
export { JobsServer } from './server/jobs-server';
export type { RunEnd } from './server/run-end';
export type { JobsServerOptions } from './server/server-options';
