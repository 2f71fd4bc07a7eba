import { type JobFailure, jobFailure } from '../errors/job-error';
import { parseFailure } from '../errors/job-failure';
import type { Packed } from '../payload/packed';
import { type FailureEnvelope, type ResultEnvelope, type RunSummary, WHOLE_JOB } from './job-envelopes';

export type JobState = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** What is known of a job. Records of finished jobs are shared between readers: treat them, and what they give, as read-only. */
export interface JobRecord {
  readonly id: string;
  readonly pattern: string;
  readonly state: JobState;
  /** The last value given to `context.progress`. */
  readonly progress?: unknown;
  /** Why it failed or was cancelled; before that, undefined. */
  readonly error?: JobFailure;
  /** Name of the worker that runs it or ran it last. */
  readonly worker?: string;
  /** Runs begun so far. */
  readonly attempts: number;
  /** Times [ms since 1970]. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** Labels given to `cancel`. */
  readonly cancelledParts: readonly string[];
  /** The handler's value; undefined unless completed. @throws PayloadExpiredError when it was large and is no longer kept. */
  readResult(): Promise<unknown>;
  /** What was submitted; costs a round trip. @throws PayloadExpiredError when it was large: such a payload lives until the job ends. */
  readData(): Promise<unknown>;
  /** What was submitted beside the data; costs a round trip where this client did not submit the job itself. */
  readMetadata(): Promise<unknown>;
}

/** Where a record finds what it does not hold. */
export interface RecordSource {
  readonly pattern: string;
  unpack(packed: Packed): Promise<unknown>;
  readData(id: string): Promise<unknown>;
  readMetadata(id: string): Promise<unknown>;
}

/** Fields of BullMQ's job hash, and two of our own: `cancelled` (JSON list of parts) and `cancelledAt` [ms]. */
export const RECORD_FIELDS = [
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

type Fields = Partial<Record<(typeof RECORD_FIELDS)[number], string>>;

const CANCELLED = jobFailure('CANCELLED');

export const isFinished = ({ state }: JobRecord): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled';

/** A record from the reply of HMGET; undefined where there is no such job. */
export function recordFromHash(
  id: string,
  reply: readonly (string | null)[],
  source: RecordSource,
): JobRecord | undefined {
  const fields: Fields = {};
  RECORD_FIELDS.forEach((name, index) => (fields[name] = reply[index] ?? undefined));
  if (fields.timestamp === undefined) return undefined;
  const cancelledParts = fields.cancelled ? (JSON.parse(fields.cancelled) as string[]) : [];
  const base = {
    id,
    pattern: source.pattern,
    progress: parseProgress(fields.progress),
    worker: fields.pb,
    attempts: Number(fields.ats ?? 0),
    createdAt: Number(fields.timestamp),
    startedAt: numberOf(fields.processedOn),
    cancelledParts,
    readResult: () => Promise.resolve(undefined),
    readData: () => source.readData(id),
    readMetadata: () => source.readMetadata(id),
  };
  // A cancellation is marked only while the job is unfinished, so it came before any outcome that stands beside it.
  if (cancelledParts.includes(WHOLE_JOB))
    return { ...base, state: 'cancelled', error: CANCELLED, completedAt: numberOf(fields.cancelledAt) };
  if (fields.finishedOn === undefined) return { ...base, state: isRunning(fields) ? 'processing' : 'pending' };
  if (fields.returnvalue !== undefined) return { ...base, ...completed(fields.returnvalue, source) };
  return { ...base, completedAt: Number(fields.finishedOn), ...failed(fields.failedReason ?? '') };
}

/** A record from the event that told the outcome; undefined where the event lacks the summary of the run. */
export function recordFromEvent(
  id: string,
  outcome: { returnvalue?: string; failedReason?: string },
  known: { progress?: unknown; cancelledParts: Iterable<string> },
  source: RecordSource,
): JobRecord | undefined {
  const { returnvalue, failedReason = '' } = outcome;
  const ended = returnvalue === undefined ? failed(failedReason) : completed(returnvalue, source);
  if (ended.createdAt === undefined) return undefined;
  return {
    readResult: () => Promise.resolve(undefined),
    readData: () => source.readData(id),
    readMetadata: () => source.readMetadata(id),
    ...ended,
    createdAt: ended.createdAt,
    attempts: ended.attempts ?? 0,
    id,
    pattern: source.pattern,
    progress: known.progress,
    cancelledParts: [...known.cancelledParts],
  };
}

export function parseProgress(progress: string | undefined): unknown {
  return progress === undefined ? undefined : JSON.parse(progress);
}

type Ending = Pick<JobRecord, 'state'> & Partial<JobRecord>;

function completed(returnvalue: string, source: RecordSource): Ending {
  const { run, ...packed } = JSON.parse(returnvalue) as ResultEnvelope;
  // A small result is kept as it is unpacked: the tasks of a command all read the same one.
  let unpacked: Promise<unknown> | undefined;
  const readResult = () => ('payload' in packed ? source.unpack(packed) : (unpacked ??= source.unpack(packed)));
  return { state: 'completed', ...summary(run), readResult };
}

function failed(failedReason: string): Ending {
  const error = parseFailure(failedReason);
  return {
    state: error.code === 'CANCELLED' ? 'cancelled' : 'failed',
    error,
    ...summary(runOf(failedReason)),
  };
}

function runOf(failedReason: string): RunSummary | undefined {
  return failedReason.startsWith('{') ? (JSON.parse(failedReason) as FailureEnvelope).run : undefined;
}

function summary(run: RunSummary | undefined): Partial<JobRecord> {
  if (!run) return {};
  const { worker, attempt, createdAt, startedAt, completedAt } = run;
  return { worker, attempts: attempt, createdAt, startedAt, completedAt };
}

/** Starts less ends: failed attempts, stalls and runs that were given up. */
function isRunning({ ats, atm, stc, gu }: Fields): boolean {
  return Number(ats ?? 0) > Number(atm ?? 0) + Number(stc ?? 0) + Number(gu ?? 0);
}

const numberOf = (field: string | undefined): number | undefined => (field === undefined ? undefined : Number(field));
