import { type JobSnapshot, STALLED_TOO_OFTEN } from '../bullmq-adapter/job-hash';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import { type JobFailure, jobFailure } from '../errors/job-error';
import { parseFailure } from '../errors/job-failure';
import { isByReference, type Packed } from '../payload/packed';
import type { PayloadReference } from '../payload/payload-store';
import type { FailureEnvelope, ResultEnvelope, RunSummary } from '../protocol/job-envelopes';

export type JobState = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** The known state of a job. Records of finished jobs are shared between readers: treat them and their results as read-only. */
export interface JobRecord {
  readonly id: string;
  readonly pattern: string;
  readonly state: JobState;
  /** The last value passed to `context.progress`. */
  readonly progress?: unknown;
  /** Why it failed or was cancelled; before that, undefined. */
  readonly error?: JobFailure;
  /** Name of the worker that runs it or ran it last. */
  readonly worker?: string;
  /** Runs started so far. */
  readonly attempts: number;
  /** Times [ms since 1970]. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** Labels passed to `cancel`. */
  readonly cancelledParts: readonly string[];
  /** Parts of a completed job that failed on their own, by label. */
  readonly failedParts?: Readonly<Record<string, JobFailure>>;
  /** The handler's value; undefined unless completed. @throws PayloadExpiredError when it was large and is no longer kept */
  readResult(): Promise<unknown>;
  /** Bytes that the handler stored beside its value; undefined where there are none of that name. Costs a round trip. @throws PayloadExpiredError when they are no longer kept */
  readAttachment(name: string): Promise<Buffer | undefined>;
  /** What was submitted; costs a round trip. @throws PayloadExpiredError when it was large: such a payload is deleted when the job ends */
  readData(): Promise<unknown>;
  /** What was submitted beside the data; costs a round trip unless this client submitted the job. */
  readMetadata(): Promise<unknown>;
}

/** Reads what a record does not hold itself. */
export interface RecordSource {
  readonly pattern: string;
  unpackResult(packed: Packed): Promise<unknown>;
  readPayload(reference: PayloadReference): Promise<Buffer>;
  readData(id: string): Promise<unknown>;
  readMetadata(id: string): Promise<unknown>;
}

const CANCELLED = jobFailure('CANCELLED');
const WORKER_LOST = jobFailure('WORKER_LOST');

const withoutResult = {
  readResult: () => Promise.resolve(undefined),
  readAttachment: () => Promise.resolve(undefined),
};

export const isFinished = ({ state }: JobRecord): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled';

export function recordFromSnapshot(id: string, snapshot: JobSnapshot, source: RecordSource): JobRecord {
  const { worker, attempts, createdAt, startedAt, cancelledParts, finishedAt: completedAt } = snapshot;
  const base = {
    id,
    pattern: source.pattern,
    progress: parseProgress(snapshot.progress),
    worker,
    attempts,
    createdAt,
    startedAt,
    cancelledParts,
    ...withoutResult,
    readData: () => source.readData(id),
    readMetadata: () => source.readMetadata(id),
  };
  // Only an unfinished job can be cancelled, so a cancellation came before any outcome stored with it.
  if (cancelledParts.includes(WHOLE_JOB))
    return { ...base, state: 'cancelled', error: CANCELLED, completedAt: snapshot.cancelledAt };
  if (completedAt === undefined) return { ...base, state: snapshot.running ? 'processing' : 'pending' };
  if (snapshot.returnvalue !== undefined) return { ...base, ...completed(snapshot.returnvalue, source) };
  return { ...base, completedAt, ...failed(snapshot.failedReason ?? '') };
}

/** A record from the event of the outcome; undefined where the event lacks the summary of the run. */
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
    ...withoutResult,
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
  const { run, attached, ...packed } = JSON.parse(returnvalue) as ResultEnvelope;
  // A small result is kept once unpacked: all tasks of a command read the same one.
  let unpacked: Promise<unknown> | undefined;
  const readResult = () =>
    isByReference(packed) ? source.unpackResult(packed) : (unpacked ??= source.unpackResult(packed));
  const readAttachment = async (name: string) => {
    const reference = attached?.[name];
    return reference && source.readPayload(reference);
  };
  return { state: 'completed', ...summary(run), readResult, readAttachment };
}

function failed(failedReason: string): Ending {
  const error = failedReason === STALLED_TOO_OFTEN ? WORKER_LOST : parseFailure(failedReason);
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
  const { worker, attempt, createdAt, startedAt, completedAt, failedParts } = run;
  return { worker, attempts: attempt, createdAt, startedAt, completedAt, ...(failedParts ? { failedParts } : {}) };
}
