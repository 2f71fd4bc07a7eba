import type { JobRecord } from '../record/job-record';

/** What happens to a job, as told to every client that listens. */
export type JobEvent =
  | { type: 'active'; id: string; worker?: string }
  | { type: 'progress'; id: string; progress: unknown }
  | { type: 'completed'; id: string; record: JobRecord }
  | { type: 'failed'; id: string; record: JobRecord }
  /** `part` is `*` for the whole job, which has ended with it; else one of the tasks it carries, and the job goes on. */
  | { type: 'cancelled'; id: string; part: string; record: JobRecord };
