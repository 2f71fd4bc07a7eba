import type { ReceivedJob } from '../bullmq-adapter/job-consumer';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import { JobError } from '../errors/job-error';
import type { CommandEnvelope } from '../protocol/job-envelopes';
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

/** One run of one job on this worker. */
export class JobRun {
  readonly startedAt = Date.now();
  readonly progress: ProgressReporter;
  private controller?: AbortController;
  private abortReason?: Error;
  private rejectRace?: (reason: Error) => void;
  private readonly cancelledParts: Set<string>;
  private readonly timer?: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    private readonly job: ReceivedJob<CommandEnvelope>,
    options: { timeout: number; progressInterval: number },
  ) {
    this.cancelledParts = new Set(job.cancelledParts);
    this.progress = new ProgressReporter((value) => job.writeProgress(value), options.progressInterval);
    if (options.timeout > 0) this.timer = setTimeout(() => this.abort(timeoutError(options.timeout)), options.timeout);
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

  isCancelled(part: string): boolean {
    return this.cancelledParts.has(part) || this.cancelledParts.has(WHOLE_JOB);
  }

  cancel(part: string): void {
    this.cancelledParts.add(part);
    if (part === WHOLE_JOB) this.abort(cancelledError());
  }

  /** The first reason counts. */
  abort(reason: Error): void {
    if (this.abortReason) return;
    this.abortReason = reason;
    this.controller?.abort(reason);
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
  }
}
