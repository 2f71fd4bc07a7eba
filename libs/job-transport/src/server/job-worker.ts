import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobError } from '../errors/job-error';
import { toJobError } from '../errors/job-failure';
import type { JobsServerOptions, serverDefaults } from '../options';
import { discard, pack, unpack } from '../payload/packed';
import type { PayloadStore } from '../payload/payload-store';
import type { CommandEnvelope, FailureEnvelope, ResultEnvelope, RunSummary } from '../record/job-envelopes';
import { checkPattern } from '../record/job-id';
import { patientConnection, type RedisLink } from '../redis/redis-link';
import { JobRun, lostError, RunHandedBack } from './job-run';
import type { RunOutcome } from './run-end';

export type WorkerOptions = JobsServerOptions & typeof serverDefaults & { name: string };

/** Which field of the job changes by how much when it is handed back: BullMQ has counted a start in `ats`. */
const NEVER_BEGAN = ['ats', -1] as const;
const GIVEN_UP = ['gu', 1] as const;

/** Runs the handler; what it gives is the job's result. */
export type Execute = (run: JobRun, data: unknown, metadata: unknown) => Promise<unknown>;

/** The server's side of one pattern: takes jobs from its queue and runs them, each within its lock, time and cancellation. */
export class JobWorker {
  private readonly connection: Redis;
  private readonly worker: Worker<CommandEnvelope, ResultEnvelope>;
  private readonly runs = new Map<string, JobRun>();
  private drained?: () => void;
  private paused = false;

  constructor(
    readonly pattern: string,
    private readonly options: WorkerOptions,
    private readonly execute: Execute,
    private readonly link: RedisLink,
    private readonly store: PayloadStore,
    onError: (error: Error) => void,
  ) {
    this.connection = patientConnection(options.connection);
    const keep = { age: options.resultTtl, count: options.resultLimit };
    const { concurrency } = options;
    this.worker = new Worker(checkPattern(pattern), (job, token) => this.process(job, token!), {
      connection: this.connection,
      prefix: options.prefix,
      name: options.name,
      concurrency: typeof concurrency === 'number' ? concurrency : (concurrency[pattern] ?? 1),
      lockDuration: options.lockDuration,
      stalledInterval: options.stalledInterval,
      maxStalledCount: options.maxStalledCount,
      runRetryDelay: 1000,
      removeOnComplete: keep,
      removeOnFail: keep,
    });
    this.worker.on('error', onError);
    this.worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => this.runs.get(id)?.abort(lostError())));
    this.worker.on('completed', (job) => this.release(job));
    this.worker.on('failed', (job) => job?.finishedOn && this.release(job));
  }

  get activeRuns(): JobRun[] {
    return [...this.runs.values()];
  }

  pause(): void {
    this.paused = true;
    void this.worker.pause(true);
  }

  resume(): void {
    this.paused = false;
    void this.worker.resume();
  }

  /** Reads the cancellations of all running jobs, in one round trip. */
  async checkCancellations(): Promise<void> {
    await Promise.all(
      this.activeRuns.map(async (run) => {
        const parts = await this.link.redis.hget(this.worker.toKey(run.id), 'cancelled');
        if (parts) (JSON.parse(parts) as string[]).forEach((part) => run.cancel(part));
      }),
    );
  }

  /** Takes no more jobs, lets running ones finish within the time given and hands the others back. */
  async close(timeout: number): Promise<void> {
    this.pause();
    const inTime = await settledWithin(this.whenDrained(), timeout);
    if (!inTime) {
      this.activeRuns.forEach((run) => run.abort(new RunHandedBack()));
      await settledWithin(this.whenDrained(), 1000);
    }
    const closed = this.worker.close(!this.link.isReady);
    await settledWithin(closed, 2000);
    this.connection.disconnect();
  }

  private async process(job: Job<CommandEnvelope>, token: string): Promise<ResultEnvelope> {
    // BullMQ may have been on its way to fetch one more when it was paused.
    if (this.paused) return this.handBack(job, token, NEVER_BEGAN);
    const run = new JobRun(this.pattern, job, this.options);
    this.runs.set(run.id, run);
    try {
      const packed = await run.untilAborted(this.work(run, job.data));
      await run.progress.end();
      this.ended(run, job, 'completed');
      return { ...packed, run: this.summary(run) };
    } catch (thrown) {
      const reason = run.aborted ?? thrown;
      if (reason instanceof RunHandedBack) {
        this.ended(run, job, 'handed_back');
        return await this.handBack(job, token, GIVEN_UP);
      }
      await run.progress.end();
      const error = toJobError(reason);
      this.ended(run, job, failedOutcome(error, job), error);
      throw this.toBullError(error, run);
    } finally {
      run.end();
      this.runs.delete(run.id);
      if (!this.runs.size) this.drained?.();
    }
  }

  private async work(run: JobRun, data: CommandEnvelope): Promise<Awaited<ReturnType<typeof pack>>> {
    const value =
      'payload' in data ? await this.link.run(() => unpack(data, this.store)) : await unpack(data, this.store);
    const result = await this.execute(run, value, data.metadata);
    if (run.aborted) throw run.aborted;
    return this.link.run(() => pack(result, this.store, this.options.resultTtl));
  }

  /** Gives the job back to the queue's head, without counting the run as an attempt that failed. */
  private async handBack(job: Job, token: string, [counter, change]: readonly [string, number]): Promise<never> {
    await this.link.redis.hincrby(this.worker.toKey(job.id!), counter, change).catch(() => undefined);
    await job.moveToWait(token);
    throw new WaitingError();
  }

  private toBullError(error: JobError, run: JobRun): Error {
    const text = JSON.stringify({ ...error.toJSON(), run: this.summary(run) } satisfies FailureEnvelope);
    const thrown = error.retryable ? new Error(text) : new UnrecoverableError(text);
    // BullMQ would store it with the job: the envelope once more, and a stack that only says where it was wrapped.
    thrown.stack = undefined;
    return thrown;
  }

  private ended(run: JobRun, job: Job<CommandEnvelope>, outcome: RunOutcome, error?: JobError): void {
    this.options.onRunEnd?.({
      id: run.id,
      pattern: this.pattern,
      outcome,
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
      milliseconds: Date.now() - run.since,
      metadata: job.data.metadata,
      isCancelled: (part) => run.isCancelled(part),
    });
  }

  private summary(run: JobRun): RunSummary {
    return {
      worker: this.options.name,
      attempt: run.attempt,
      createdAt: run.createdAt,
      startedAt: run.since,
      completedAt: Date.now(),
    };
  }

  private release(job: Job<CommandEnvelope>): void {
    if ('payload' in job.data) this.link.run(() => discard(job.data, this.store)).catch(() => undefined);
  }

  private async whenDrained(): Promise<void> {
    if (this.runs.size) await new Promise<void>((resolve) => (this.drained = resolve));
  }
}

function failedOutcome({ code, retryable }: JobError, { attemptsMade, opts }: Job): RunOutcome {
  if (code === 'CANCELLED') return 'cancelled';
  return retryable && attemptsMade + 1 < (opts.attempts ?? 1) ? 'retried' : 'failed';
}

async function settledWithin(work: Promise<unknown>, timeout: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeout)));
  const settled = work.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
