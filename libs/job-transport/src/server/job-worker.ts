import { JobConsumer, type ReceivedJob, type RunOutcome } from '../bullmq-adapter/job-consumer';
import type { RedisLink } from '../bullmq-adapter/redis-link';
import type { JobError } from '../errors/job-error';
import { toJobError } from '../errors/job-failure';
import type { MemoryLedger } from '../payload/memory-ledger';
import { discard, isByReference, unpackInline, unpackReference } from '../payload/packed';
import type { PayloadStore } from '../payload/payload-store';
import type {
  CommandEnvelope,
  FailureEnvelope,
  PackedResult,
  ResultEnvelope,
  RunSummary,
} from '../protocol/job-envelopes';
import { settledWithin } from '../settled-within';
import { WaitsForChildren } from './handler-run';
import { IsolatedRuns } from './isolated/isolated-runs';
import { JobRun, lockLostError, RunHandedBack } from './job-run';
import { packResult } from './pack-result';
import type { RunEnd } from './run-end';
import type { JobsServerOptions, serverDefaults } from './server-options';

export type WorkerOptions = JobsServerOptions & typeof serverDefaults & { name: string };

/** Runs the handler; its value is the job's result. */
export type Execute = (run: JobRun, data: unknown, metadata: unknown) => Promise<unknown>;

/** How long `close()` waits for runs to react to their abort, and for Redis [ms]. */
const ABORT_TIMEOUT = 1000;
const CLOSE_TIMEOUT = 2000;
/** Time from an empty queue to a reset of the reservations [ms]. */
const RESET_DELAY = 5000;

/** The server's side of one pattern: runs the jobs of its queue, each within its lock, time limit and cancellation. */
export class JobWorker {
  private readonly consumer: JobConsumer<CommandEnvelope, ResultEnvelope>;
  private readonly runs = new Map<string, JobRun>();
  /** Runs lost commands of this pattern only, so that a lost import of several minutes does not delay other patterns. */
  private readonly isolatedRuns?: IsolatedRuns;
  private onDrained?: () => void;
  private paused = false;
  private resetTimer?: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    private readonly options: WorkerOptions,
    private readonly execute: Execute,
    link: RedisLink,
    private readonly memory: MemoryLedger,
    private readonly store: PayloadStore,
    onError: (error: Error) => void,
  ) {
    const { concurrency, isolatedProgram, isolatedParameters = () => [] } = options;
    this.isolatedRuns = isolatedProgram ? new IsolatedRuns(isolatedProgram, isolatedParameters) : undefined;
    const consumerOptions = {
      ...options,
      concurrency: typeof concurrency === 'number' ? concurrency : (concurrency[pattern] ?? 1),
    };
    this.consumer = new JobConsumer<CommandEnvelope, ResultEnvelope>(pattern, consumerOptions, link, {
      run: (job) => this.run(job),
      onEnd: (job) => this.release(job),
      onDrained: () => this.resetReserved(),
      onLockLost: (id) => this.runs.get(id)?.abort(lockLostError()),
      onError,
    });
  }

  get activeRuns(): JobRun[] {
    return [...this.runs.values()];
  }

  pause(): void {
    this.paused = true;
    this.consumer.pause();
  }

  resume(): void {
    this.paused = false;
    this.consumer.resume();
  }

  /** Reads the cancellations of all running jobs, in one round trip. */
  async checkCancellations(): Promise<void> {
    await Promise.all(
      this.activeRuns.map(async (run) => {
        for (const part of await this.consumer.readCancelledParts(run.job)) run.cancel(part);
      }),
    );
  }

  /** Takes no more jobs, lets running ones finish within the timeout [ms] and hands the others back. */
  async close(timeout: number): Promise<void> {
    this.pause();
    const inTime = await settledWithin(this.whenDrained(), timeout);
    if (!inTime) {
      this.activeRuns.forEach((run) => run.abort(new RunHandedBack()));
      await settledWithin(this.whenDrained(), ABORT_TIMEOUT);
    }
    clearTimeout(this.resetTimer);
    this.isolatedRuns?.kill();
    await this.consumer.close(CLOSE_TIMEOUT);
  }

  private async run(job: ReceivedJob<CommandEnvelope>): Promise<RunOutcome<ResultEnvelope>> {
    // A fetch may have been in flight when the worker was paused.
    if (this.paused) return { type: 'handed back', started: false };
    const { timeout, progressInterval } = this.options;
    const limit = typeof timeout === 'number' ? timeout : (timeout[this.pattern] ?? 0);
    const run = new JobRun(this.pattern, job, { timeout: limit, progressInterval });
    this.runs.set(run.id, run);
    try {
      const packed = await run.untilAborted(this.work(run, job));
      await Promise.all([run.progress.end(), run.parentProgress.end()]);
      this.report(run, job, 'completed');
      return { type: 'completed', result: { ...packed, run: this.summary(run) } };
    } catch (thrown) {
      const reason = run.aborted ?? thrown;
      if (reason instanceof RunHandedBack) {
        await run.clearIsolationMark();
        this.report(run, job, 'handed_back');
        return { type: 'handed back', started: true };
      }
      await Promise.all([run.progress.end(), run.parentProgress.end()]);
      if (reason instanceof WaitsForChildren) {
        await run.clearIsolationMark();
        this.report(run, job, 'waits_for_children');
        return { type: 'waits for children' };
      }
      const error = toJobError(reason);
      if (error.retryable) await run.clearIsolationMark();
      this.report(run, job, outcomeOf(error, run), error);
      const failure: FailureEnvelope = { ...error.toJSON(), run: this.summary(run) };
      return { type: 'failed', failure: JSON.stringify(failure), retryable: error.retryable };
    } finally {
      run.end();
      this.runs.delete(run.id);
      if (!this.runs.size) this.onDrained?.();
    }
  }

  private work(run: JobRun, job: ReceivedJob<CommandEnvelope>): Promise<PackedResult> {
    const { isolatedRuns } = this;
    if (!run.isIsolated || !isolatedRuns) return this.perform(run, job, this.execute);
    return isolatedRuns.inTurn(() => this.perform(run, job, (...parts) => isolatedRuns.execute(...parts)));
  }

  private async perform(run: JobRun, job: ReceivedJob<CommandEnvelope>, execute: Execute): Promise<PackedResult> {
    if (run.hasParent) for (const part of await this.consumer.readCancelledParts(job)) run.cancel(part);
    run.throwIfAborted();
    await run.start(run.isIsolated ? await this.consumer.isolate(job) : undefined);
    const command = job.data;
    const data = isByReference(command) ? await unpackReference(command, this.store) : unpackInline(command);
    const result = await execute(run, data, command.metadata);
    run.throwIfAborted();
    return packResult(result, run, this.store, this.options.resultTtl, job.reserved);
  }

  private report(run: JobRun, job: ReceivedJob<CommandEnvelope>, outcome: RunEnd['outcome'], error?: JobError): void {
    this.options.onRunEnd?.({
      id: run.id,
      pattern: this.pattern,
      outcome,
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
      milliseconds: run.milliseconds,
      metadata: job.data.metadata,
      failedParts: run.failedParts,
      isCancelled: (part) => run.isCancelled(part),
    });
  }

  private summary(run: JobRun): RunSummary {
    return {
      worker: this.options.name,
      attempt: run.attempt,
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      completedAt: Date.now(),
      ...(Object.keys(run.failedParts).length ? { failedParts: run.failedParts } : {}),
    };
  }

  private release({ data, reserved }: Pick<ReceivedJob<CommandEnvelope>, 'data' | 'reserved'>): void {
    this.memory.release(this.pattern, reserved);
    if (isByReference(data)) discard(data, this.store).catch(() => undefined);
  }

  /** Removes reservations that dead processes left behind. It waits a moment, until live processes have written what they released. */
  private resetReserved(): void {
    this.resetTimer ??= setTimeout(() => {
      this.resetTimer = undefined;
      this.consumer.resetWhenIdle(this.memory.reservedKey, this.pattern).catch(() => undefined);
    }, RESET_DELAY).unref();
  }

  private async whenDrained(): Promise<void> {
    if (this.runs.size) await new Promise<void>((resolve) => (this.onDrained = resolve));
  }
}

function outcomeOf({ code, retryable }: JobError, { isLastAttempt }: JobRun): RunEnd['outcome'] {
  if (code === 'CANCELLED') return 'cancelled';
  return retryable && !isLastAttempt ? 'retried' : 'failed';
}
