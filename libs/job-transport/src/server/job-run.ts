import type { ReceivedJob } from '../bullmq-adapter/job-consumer';
import type { JobIsolation } from '../bullmq-adapter/job-isolation';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import { JobError, type JobFailure } from '../errors/job-error';
import { toJobError } from '../errors/job-failure';
import { packInline } from '../payload/packed';
import type { CommandEnvelope } from '../protocol/job-envelopes';
import type { HandlerRun, PartOutcome } from './handler-run';
import { ProgressReporter } from './progress-reporter';

/** Aborts a run so that the job runs on another worker. */
export class RunHandedBack extends Error {
  override readonly name = 'RunHandedBack';
}

const cancelledError = () => new JobError({ code: 'CANCELLED' });
const timeoutError = (ms: number) =>
  new JobError({ code: 'TASK_TIMEOUT', message: `the task ran longer than ${ms} ms`, details: { timeout: ms } });
export const lockLostError = () =>
  new JobError({ code: 'WORKER_LOST', message: 'this worker lost its lock on the job' });

const poisonError = () => new JobError({ code: 'POISON' });

/** What the child process that runs a job is told while it runs. */
export interface RunListener {
  cancel(part: string): void;
  abort(reason: Error): void;
}

/** One run of one job on this worker. */
export class JobRun implements HandlerRun {
  /** Reset when the run starts, because a job that was lost before waits for its turn first [ms since 1970]. */
  startedAt = Date.now();
  private startedOn = performance.now();
  /** Parts that failed on their own, by label. */
  readonly failedParts: Record<string, JobFailure> = {};
  /** What is stored beside the result, by name. */
  readonly attachments = new Map<string, Uint8Array>();
  readonly progress: ProgressReporter;
  /** Of the job that waits for this one. */
  readonly parentProgress: ProgressReporter;
  private controller?: AbortController;
  private abortReason?: Error;
  private rejectRace?: (reason: Error) => void;
  private readonly cancelledParts: Set<string>;
  private timer?: NodeJS.Timeout;
  private isolation?: JobIsolation;
  /** The part that runs alone. */
  private partAlone = WHOLE_JOB;
  private listener?: RunListener;

  constructor(
    readonly pattern: string,
    readonly job: ReceivedJob<CommandEnvelope>,
    private readonly options: { timeout: number; progressInterval: number },
  ) {
    this.cancelledParts = new Set(job.cancelledParts);
    this.progress = new ProgressReporter((value) => job.writeProgress(value), options.progressInterval);
    this.parentProgress = new ProgressReporter(
      (value) => job.flow.writeParentProgress(value),
      options.progressInterval,
    );
  }

  /** The handler is about to run. @param isolation of a job that was lost before. @throws JobError POISON */
  async start(isolation?: JobIsolation): Promise<void> {
    this.startedAt = Date.now();
    this.startedOn = performance.now();
    const { timeout } = this.options;
    if (timeout > 0) this.timer = setTimeout(() => this.abort(timeoutError(timeout)), timeout);
    if (!isolation) return;
    if (isolation.isPoisoned(WHOLE_JOB)) throw poisonError();
    this.isolation = isolation;
    await isolation.mark(WHOLE_JOB);
  }

  /** Tells a listener what happens to the run. @returns a function that ends this */
  onChange(listener: RunListener): () => void {
    this.listener = listener;
    return () => (this.listener = undefined);
  }

  /** Time since the start [ms], whatever happens to the wall clock. */
  get milliseconds(): number {
    return performance.now() - this.startedOn;
  }

  /** Whether an earlier run of this job was lost with its worker. */
  get isIsolated(): boolean {
    return this.job.losses > 0;
  }

  /** Runs one part of an isolated job. A retryable error, and one of an aborted run, ends the whole run. */
  async runPart<T>(part: string, work: () => Promise<T>): Promise<PartOutcome<T>> {
    const refused = await this.startPart(part);
    if (refused) return { failure: refused };
    try {
      const value = await work();
      this.endPart(part);
      return { value };
    } catch (thrown) {
      const error = toJobError(thrown);
      if (this.abortReason || error.retryable) throw thrown;
      const failure = error.toJSON();
      this.endPart(part, failure);
      return { failure };
    }
  }

  /** One part of an isolated job is about to run. @returns why it is not to run, if so */
  async startPart(part: string): Promise<JobFailure | undefined> {
    if (this.isCancelled(part)) return cancelledError().toJSON();
    if (this.isolation?.isPoisoned(part)) {
      const failure = poisonError().toJSON();
      this.endPart(part, failure);
      return failure;
    }
    this.partAlone = part;
    await this.isolation?.mark(part);
    return undefined;
  }

  /** @param failure why it failed, if it did */
  endPart(part: string, failure?: JobFailure): void {
    this.partAlone = WHOLE_JOB;
    if (failure && failure.code !== 'CANCELLED') this.failedParts[part] = failure;
  }

  /** The child process that ran this job has ended, and the part that ran is to blame. @throws JobError POISON when that is the whole job */
  async poisonRunningPart(): Promise<void> {
    const part = this.partAlone;
    this.partAlone = WHOLE_JOB;
    await this.isolation?.poison(part);
    if (part === WHOLE_JOB) throw poisonError();
  }

  /** Whether another job waits for this one. */
  get hasParent(): boolean {
    return this.job.flow.hasParent;
  }

  /** @throws RangeError when the data is larger than 64 KiB */
  addChild(pattern: string, id: string, data: unknown, metadata: unknown): Promise<void> {
    const envelope: CommandEnvelope = { ...packInline(data), metadata };
    return this.job.flow.addChild({ pattern, id, data: JSON.stringify(envelope) });
  }

  childFailures(): Promise<JobFailure[]> {
    return this.job.flow.childFailures();
  }

  get id(): string {
    return this.job.id;
  }

  get attempt(): number {
    return this.job.attempt;
  }

  get isLastAttempt(): boolean {
    return this.job.isLastAttempt;
  }

  get createdAt(): number {
    return this.job.createdAt;
  }

  /** Created only for handlers that ask for it: it is the most expensive part of a short run. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.abortReason) this.controller.abort(this.abortReason);
    }
    return this.controller.signal;
  }

  /** Why the run was aborted, if it was. */
  get aborted(): Error | undefined {
    return this.abortReason;
  }

  throwIfAborted(): void {
    if (this.abortReason) throw this.abortReason;
  }

  /** Parts that were cancelled. */
  get cancelled(): string[] {
    return [...this.cancelledParts];
  }

  isCancelled(part: string): boolean {
    return this.cancelledParts.has(part) || this.cancelledParts.has(WHOLE_JOB);
  }

  cancel(part: string): void {
    this.cancelledParts.add(part);
    this.listener?.cancel(part);
    if (part === WHOLE_JOB) this.abort(cancelledError());
  }

  /** The first reason counts. */
  abort(reason: Error): void {
    if (this.abortReason) return;
    this.abortReason = reason;
    this.controller?.abort(reason);
    this.listener?.abort(reason);
    this.rejectRace?.(reason);
  }

  /** The value of the work, or the reason of an abort as soon as there is one, even if the work ignores the signal. */
  untilAborted<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.rejectRace = reject;
      work.then(resolve, reject);
    });
  }

  end(): void {
    clearTimeout(this.timer);
    this.progress.stop();
    this.parentProgress.stop();
  }

  /** Clears the isolation mark: the job will run again, and this process is alive, so nothing that ran here is to blame. */
  async clearIsolationMark(): Promise<void> {
    await this.isolation?.clear().catch(() => undefined);
  }
}
