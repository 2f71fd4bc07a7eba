import { hostname } from 'node:os';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import { RedisLink } from '../bullmq-adapter/redis-link';
import { MemoryLedger } from '../payload/memory-ledger';
import { PayloadStore } from '../payload/payload-store';
import { withDefaults } from '../protocol/options';
import { HandlerServer } from './handler-server';
import type { JobRun } from './job-run';
import { JobWorker, type WorkerOptions } from './job-worker';
import { type JobsServerOptions, serverDefaults } from './server-options';

export interface ActiveJob {
  id: string;
  pattern: string;
  /** When this run started [ms since 1970]. */
  since: number;
}

/**
 * Runs the handlers of commands that `JobsClient` submits: each command on one of the workers, and again on another if that
 * one dies. It starts without Redis too and takes jobs as soon as Redis answers. A Nest transport strategy.
 */
export class JobsServer extends HandlerServer implements CustomTransportStrategy {
  readonly options: WorkerOptions;
  private readonly link: RedisLink;
  private readonly memory: MemoryLedger;
  private readonly store: PayloadStore;
  private readonly workers: JobWorker[] = [];
  private checks?: NodeJS.Timeout;
  private paused = false;

  constructor(options: JobsServerOptions) {
    super();
    this.options = { ...withDefaults(options, serverDefaults), name: options.name ?? `${hostname()}-${process.pid}` };
    this.link = new RedisLink(this.options.connection, this.options.silenceTimeout);
    this.memory = new MemoryLedger(this.link, this.options.prefix, this.options.payloadMemoryLimit);
    this.store = new PayloadStore(this.link, this.options.prefix, this.memory);
    this.link.status.subscribe((status) => this._status$.next(status));
  }

  /** Calls back at once; `status` says whether Redis is connected. */
  listen(callback: (...parameters: unknown[]) => unknown): void {
    for (const [pattern, handler] of this.messageHandlers) {
      const execute = (run: JobRun, data: unknown, metadata: unknown) => this.handle(handler, data, run, metadata);
      this.workers.push(
        new JobWorker(pattern, this.options, execute, this.link, this.memory, this.store, (error) =>
          this.onError(pattern, error),
        ),
      );
    }
    this.checks = setInterval(() => this.checkCancellations(), this.options.checkInterval);
    this.checks.unref();
    callback();
  }

  /** Lets running jobs finish within `closeTimeout`, then hands them back so that another worker runs them. */
  async close(): Promise<void> {
    clearInterval(this.checks);
    await Promise.all(this.workers.map((worker) => worker.close(this.options.closeTimeout)));
    this.workers.length = 0;
    await this.memory.close();
    this.link.close();
  }

  /** Takes no new jobs on this worker; running ones continue. */
  pause(): void {
    this.paused = true;
    this.workers.forEach((worker) => worker.pause());
  }

  resume(): void {
    this.paused = false;
    this.workers.forEach((worker) => worker.resume());
  }

  /** Stops a job, or one labelled part of it, if it runs on this worker; returns whether it does. For handlers of a broadcast that follows `JobsClient.cancel`. */
  cancel(id: string, part: string = WHOLE_JOB): boolean {
    const runs = this.activeRuns.filter((run) => run.id === id);
    runs.forEach((run) => run.cancel(part));
    return runs.length > 0;
  }

  activeJobs(): ActiveJob[] {
    return this.activeRuns.map(({ id, pattern, startedAt }) => ({ id, pattern, since: startedAt }));
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /** Whether Redis answers now. */
  get isConnected(): boolean {
    return this.link.isReady;
  }

  override unwrap<T>(): T {
    return this.link.redis as T;
  }

  private get activeRuns(): JobRun[] {
    return this.workers.flatMap((worker) => worker.activeRuns);
  }

  private checkCancellations(): void {
    if (!this.link.isReady) return;
    for (const worker of this.workers) worker.checkCancellations().catch(() => undefined);
  }

  private onError(pattern: string, error: Error): void {
    // `status` reports a lost connection once; BullMQ reports every attempt to connect.
    if (this.link.isReady) this.logger.warn(`${pattern}: ${error.message}`);
  }
}
