import { WHOLE_JOB } from './job-options';

/** Fields that are read from the hash of a job: BullMQ's, and two of our own, `cancelled` (JSON list of parts) and `cancelledAt` [ms]. */
export const SNAPSHOT_FIELDS = [
  'timestamp',
  'processedOn',
  'finishedOn',
  'returnvalue',
  'failedReason',
  'progress',
  'pb',
  'ats',
  'atm',
  'stc',
  'gu',
  'cancelled',
  'cancelledAt',
] as const;

type Fields = Partial<Record<(typeof SNAPSHOT_FIELDS)[number], string>>;

/** A job as its hash in Redis describes it. Times in ms since 1970. */
export interface JobSnapshot {
  createdAt: number;
  startedAt?: number;
  /** Set once the job has completed or failed. */
  finishedAt?: number;
  /** JSON of the result; the job has completed. */
  returnvalue?: string;
  failedReason?: string;
  /** JSON. */
  progress?: string;
  worker?: string;
  /** Runs started so far. */
  attempts: number;
  /** Whether a run has started and not ended. */
  running: boolean;
  cancelledParts: string[];
  /** Set where the whole job was cancelled. */
  cancelledAt?: number;
  /** Characters of all fields. */
  size: number;
}

/** From the reply of HMGET with `SNAPSHOT_FIELDS`; undefined where there is no such job. */
export function snapshotOf(reply: readonly (string | null)[]): JobSnapshot | undefined {
  const fields: Fields = {};
  let size = 0;
  SNAPSHOT_FIELDS.forEach((name, index) => {
    const value = reply[index];
    if (value === null || value === undefined) return;
    fields[name] = value;
    size += value.length;
  });
  if (fields.timestamp === undefined) return undefined;
  const cancelledParts = fields.cancelled ? (JSON.parse(fields.cancelled) as string[]) : [];
  return {
    createdAt: Number(fields.timestamp),
    startedAt: numberOf(fields.processedOn),
    finishedAt: numberOf(fields.finishedOn),
    returnvalue: fields.returnvalue,
    failedReason: fields.failedReason,
    progress: fields.progress,
    worker: fields.pb,
    attempts: Number(fields.ats ?? 0),
    running: isRunning(fields),
    cancelledParts,
    cancelledAt: cancelledParts.includes(WHOLE_JOB) ? numberOf(fields.cancelledAt) : undefined,
    size,
  };
}

/** More starts (`ats`) than ends: failed attempts (`atm`), stalls (`stc`) and runs that were handed back (`gu`, our own). */
function isRunning({ ats, atm, stc, gu }: Fields): boolean {
  return Number(ats ?? 0) > Number(atm ?? 0) + Number(stc ?? 0) + Number(gu ?? 0);
}

const numberOf = (field: string | undefined): number | undefined => (field === undefined ? undefined : Number(field));

/** BullMQ's `failedReason` for a job whose workers died more often than `maxStalledCount`. */
export const STALLED_TOO_OFTEN = 'job stalled more than allowable limit';
