import { hostname } from 'node:os';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable } from 'rxjs';
import { JobContext } from './job-context';
import { type JobsServerOptions, serverDefaults, withDefaults } from './options';
import { PayloadStore } from './payload/payload-store';
import { WHOLE_JOB } from './record/job-envelopes';
import { type JobsStatus, RedisLink } from './redis/redis-link';
import type { JobRun } from './server/job-run';
import { JobWorker, type WorkerOptions } from './server/job-worker';
import { lastValue } from './server/last-value';

/** The job transport's id: `@MessagePattern('predict', JOBS)`. */
export const JOBS = Symbol('JOBS');

export interface ActiveJob {
  id: string;
  pattern: string;
  /** When this run began [ms since 1970]. */
  since: number;
}

/**
 * Runs the handlers of commands that `JobsClient` submits: each command on one of the workers, again elsewhere if that one
 * dies. Without Redis it starts all the same and begins to work when Redis is there.
 */
export class JobsServer extends Server<Record<never, never>, JobsStatus> implements CustomTransportStrategy {
  override readonly transportId = JOBS;
  /** The failure of an event handler is the failure of its job. */
  override readonly propagatesEventHandlerErrors = true;
  readonly options: WorkerOptions;
  private readonly link: RedisLink;
  private readonly store: PayloadStore;
  private readonly workers: JobWorker[] = [];
  private checks?: NodeJS.Timeout;
  private paused = false;

  constructor(options: JobsServerOptions) {
    super();
    this.options = { ...withDefaults(options, serverDefaults), name: options.name ?? `${hostname()}-${process.pid}` };
    this.link = new RedisLink(this.options.connection, this.options.commandTimeout);
    this.store = new PayloadStore(this.link.redis, this.options.prefix, this.options.payloadMemoryLimit);
    this.link.status.subscribe((status) => this._status$.next(status));
  }

  /** Calls back at once: whether Redis is there is told by `status`. */
  listen(callback: (...parameters: unknown[]) => unknown): void {
    for (const [pattern, handler] of this.messageHandlers) {
      const execute = (run: JobRun, data: unknown, metadata: unknown) =>
        this.handle(handler, data, new JobContext(run, metadata), run);
      this.workers.push(
        new JobWorker(pattern, this.options, execute, this.link, this.store, (error) => this.onError(pattern, error)),
      );
    }
    this.checks = setInterval(() => this.checkCancellations(), this.options.checkInterval);
    this.checks.unref();
    callback();
  }

  /** Lets running jobs finish within `closeTimeout`, then hands them back so that they run elsewhere. */
  async close(): Promise<void> {
    clearInterval(this.checks);
    await Promise.all(this.workers.map((worker) => worker.close(this.options.closeTimeout)));
    this.workers.length = 0;
    this.link.close();
  }

  /** Takes no new jobs on this worker; running ones go on. */
  pause(): void {
    this.paused = true;
    this.workers.forEach((worker) => worker.pause());
  }

  resume(): void {
    this.paused = false;
    this.workers.forEach((worker) => worker.resume());
  }

  /** Stops a job, or one labelled part of it, where it runs on this worker; true if so. For handlers of a broadcast that follows `JobsClient.cancel`. */
  cancel(id: string, part: string = WHOLE_JOB): boolean {
    const runs = this.activeRuns.filter((run) => run.id === id);
    runs.forEach((run) => run.cancel(part));
    return runs.length > 0;
  }

  activeJobs(): ActiveJob[] {
    return this.activeRuns.map(({ id, pattern, since }) => ({ id, pattern, since }));
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /** Whether Redis answers at present. */
  get isConnected(): boolean {
    return this.link.isReady;
  }

  on(): never {
    throw new Error('JobsServer has no events of its own: see status');
  }

  unwrap<T>(): T {
    return this.link.redis as T;
  }

  private get activeRuns(): JobRun[] {
    return this.workers.flatMap((worker) => worker.activeRuns);
  }

  /** Calls the handler between Nest's hooks, as the stock servers do. */
  private handle(handler: MessageHandler, data: unknown, context: JobContext, run: JobRun): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.runWithProcessingHooks(context, async (runEndHook) => {
        try {
          const answer = (await handler(data, context)) as unknown;
          resolve(isObservable(answer) ? await lastValue(answer, run.signal) : answer);
        } catch (error) {
          reject(error);
        } finally {
          runEndHook();
        }
      });
    });
  }

  private checkCancellations(): void {
    if (!this.link.isReady) return;
    for (const worker of this.workers) worker.checkCancellations().catch(() => undefined);
  }

  private onError(pattern: string, error: Error): void {
    // Of a lost connection the status tells, once; BullMQ would tell it for every attempt to connect.
    if (this.link.isReady) this.logger.warn(`${pattern}: ${error.message}`);
  }
}
