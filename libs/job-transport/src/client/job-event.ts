import type { JobRecord } from './job-record';

/** An event in the life of a job, as every listening client receives it. */
export type JobEvent =
  /** Events may have been missed: read again whatever matters. */
  | { type: 'gap' }
  /** A run starts; `progress` is that of an earlier one. */
  | { type: 'active'; id: string; worker?: string; progress?: unknown }
  | { type: 'progress'; id: string; progress: unknown }
  | { type: 'completed'; id: string; record: JobRecord }
  | { type: 'failed'; id: string; record: JobRecord }
  /** `part` is `*` for the whole job, which ends with this event; otherwise a part of what the job carries, and the job goes on. */
  | { type: 'cancelled'; id: string; part: string; record: JobRecord };
