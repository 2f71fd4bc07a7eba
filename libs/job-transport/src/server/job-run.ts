import type { Job } from 'bullmq';
import { JobError } from '../errors/job-error';
import { type CommandEnvelope, type TransportJobOptions, WHOLE_JOB } from '../record/job-envelopes';
import { ProgressReporter } from './progress-reporter';

/** Reason of a run that ends here so that the job runs elsewhere. */
export class RunHandedBack extends Error {
  override readonly name = 'RunHandedBack';
}

export const cancelledError = () => new JobError({ code: 'CANCELLED' });
export const timeoutError = (ms: number) =>
  new JobError({ code: 'TASK_TIMEOUT', message: `the task ran longer than ${ms} ms`, details: { timeout: ms } });
export const lostError = () => new JobError({ code: 'WORKER_LOST', message: 'this worker lost its lock on the job' });

/** One run of one job on this worker. */
export class JobRun {
  readonly since = Date.now();
  readonly progress: ProgressReporter;
  private controller?: AbortController;
  private abortReason?: Error;
  private rejectRace?: (reason: Error) => void;
  private readonly parts: Set<string>;
  private readonly timer?: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    private readonly job: Job<CommandEnvelope>,
    options: { timeout: number; progressInterval: number },
  ) {
    this.parts = new Set((job.opts as TransportJobOptions).cancelled);
    this.progress = new ProgressReporter((value) => job.updateProgress(value), options.progressInterval);
    if (options.timeout > 0) this.timer = setTimeout(() => this.abort(timeoutError(options.timeout)), options.timeout);
  }

  get id(): string {
    return this.job.id!;
  }

  get attempt(): number {
    return this.job.attemptsStarted;
  }

  get createdAt(): number {
    return this.job.timestamp;
  }

  /** Made only for the handlers that ask for it: it is the dearest part of a short run. */
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
    return this.parts.has(part) || this.parts.has(WHOLE_JOB);
  }

  cancel(part: string): void {
    this.parts.add(part);
    if (part === WHOLE_JOB) this.abort(cancelledError());
  }

  /** The first reason counts. */
  abort(reason: Error): void {
    if (this.abortReason) return;
    this.abortReason = reason;
    this.controller?.abort(reason);
    this.rejectRace?.(reason);
  }

  /** The work's value, or the reason of the abort as soon as there is one, whether or not the work minds the signal. */
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
