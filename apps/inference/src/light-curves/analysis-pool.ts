import { totalmem } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { type AnalyzeCommand, AppError } from '@exoplanet/contracts';
import { cpuLimit } from '@exoplanet/model-runtime';
import type { CurveReply, StageProgress } from '@exoplanet/vetting';

/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;
/** Maximum JavaScript heap of a thread [MiB]. */
const MAX_HEAP = 1024;
/** Share of the memory of the container or the machine that the process may use. */
const MEMORY_SHARE = 0.75;
/** Time between two checks of the resident memory while light curves are analysed [ms]. */
const CHECK_INTERVAL = 100;

export interface AnalysisPoolOptions {
  /** Module of the thread. */
  filename?: string;
  /** Maximum JavaScript heap of a thread [MiB]. @default 1024 */
  maxHeap?: number;
  /** Maximum resident memory of the process [bytes]. @default 75 % of the container's or the machine's memory */
  maxMemory?: number;
}

/**
 * Threads that search light curves, one for each core: a search takes seconds, and the event loop must stay free for
 * heartbeats and job locks. A run that needs too much memory fails, and the process goes on: V8 ends a thread whose heap is too
 * large, and typed arrays, which V8 does not limit, are bounded by the resident memory of the process.
 */
export class AnalysisPool implements OnApplicationShutdown {
  private readonly pool: Piscina;
  private readonly maxMemory: number;
  /** One for each run, the newest last. */
  private readonly runs = new Set<AbortController>();
  private checks?: NodeJS.Timeout;

  constructor({ filename, maxHeap = MAX_HEAP, maxMemory }: AnalysisPoolOptions = {}) {
    this.maxMemory = maxMemory ?? MEMORY_SHARE * Math.min(process.constrainedMemory() || Infinity, totalmem());
    this.pool = new Piscina({
      filename: filename ?? new URL('./analysis.thread.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: cpuLimit(),
      idleTimeout: IDLE,
      resourceLimits: { maxOldGenerationSizeMb: maxHeap },
    });
  }

  /**
   * Runs `measureCurve` on a thread. When the signal is aborted the thread is terminated, even in the middle of a search.
   * @throws AppError REQUEST_TOO_LARGE when the run needs more memory than the worker has, OUT_OF_MEMORY when it may succeed
   * without others beside it
   */
  async run(
    command: AnalyzeCommand,
    signal: AbortSignal,
    onProgress: (progress: StageProgress) => void,
  ): Promise<CurveReply> {
    const guard = this.startGuard();
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    port1.unref();
    try {
      return (await this.pool.run(
        { command, progress: port2 },
        { signal: AbortSignal.any([signal, guard.signal]), transferList: [port2] },
      )) as CurveReply;
    } catch (error) {
      if (guard.signal.aborted) throw guard.signal.reason as AppError;
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw tooLarge();
      throw error;
    } finally {
      port1.close();
      this.stopGuard(guard);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private startGuard(): AbortController {
    const guard = new AbortController();
    this.runs.add(guard);
    this.checks ??= setInterval(() => this.checkMemory(), CHECK_INTERVAL).unref();
    return guard;
  }

  private stopGuard(guard: AbortController): void {
    this.runs.delete(guard);
    if (this.runs.size > 0) return;
    clearInterval(this.checks);
    this.checks = undefined;
  }

  /** Which run has the memory is not known. The newest one is ended and tried again later; a run that is alone must be the cause. */
  private checkMemory(): void {
    if (process.memoryUsage.rss() <= this.maxMemory) return;
    const newest = [...this.runs].at(-1);
    newest?.abort(
      this.runs.size === 1 ? tooLarge() : new AppError('OUT_OF_MEMORY', 'The worker has too little memory at present'),
    );
  }
}

const tooLarge = () =>
  new AppError('REQUEST_TOO_LARGE', 'The analysis of this light curve needs more memory than the worker has');
