import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AppError, type CatalogTable } from '@exoplanet/contracts';
import type { ReadMessage, ReadProgress, ReadTask } from './read-table';

/** How long the process is kept when there is no table to read [ms]. */
const IDLE = 60_000;
/** Maximum JavaScript heap of the process [MiB]. */
const MAX_HEAP = 384;
/** Young objects are collected sooner, as in the worker itself. */
const NODE_FLAGS = [`--max-old-space-size=${MAX_HEAP}`, '--max-semi-space-size=8'];
/** Memory that DuckDB frees goes back to the operating system at once, as in the gateway (`tools/dev/start/how-node-runs.mjs`). */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
/** After a table of more rows, the process has 200 MB and more, and ends at once. */
const MAX_ROWS_TO_KEEP = 25_000;
const PROGRAM = fileURLToPath(new URL('./read-table.program.js', import.meta.url));

/**
 * Reads uploaded tables in a process of its own, one at a time: a table keeps a core busy, and what it does to memory or to DuckDB
 * harms no other work. The process is killed when its work is aborted. A thread would not do: one that ends while DuckDB
 * works for it ends the whole worker.
 */
export class TableProcess implements OnApplicationShutdown {
  private child?: ChildProcess;
  private idle?: NodeJS.Timeout;
  private last: Promise<unknown> = Promise.resolve();
  private reading = false;

  /** Starts the process before there is a table to read, which then begins a third of a second sooner. */
  expect(): void {
    if (this.reading) return;
    try {
      this.child ??= this.start();
    } catch {
      // Reading the table will try again, and say why.
      return;
    }
    this.keepIdle();
  }

  /**
   * Reads a table to its end.
   * @throws AppError CATALOG_INVALID, STORE_UNAVAILABLE; REQUEST_TOO_LARGE when its heap does not suffice; WORKER_LOST when it
   * ends by itself or cannot be started; the reason of the signal when that is aborted
   */
  async read(task: ReadTask, signal: AbortSignal, onProgress: (progress: ReadProgress) => void): Promise<CatalogTable> {
    signal.throwIfAborted();
    const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason as Error));
    const turn = this.last.then(() => this.readNow(task, signal, onProgress));
    this.last = turn.catch(() => undefined);
    return Promise.race([turn, aborted]);
  }

  onApplicationShutdown(): void {
    this.end();
  }

  private async readNow(
    task: ReadTask,
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): Promise<CatalogTable> {
    signal.throwIfAborted();
    clearTimeout(this.idle);
    const child = (this.child ??= this.start());
    this.reading = true;
    const end = () => this.end();
    signal.addEventListener('abort', end, { once: true });
    try {
      const table = await this.answer(child, task, onProgress);
      if (table.rows > MAX_ROWS_TO_KEEP) this.end();
      return table;
    } finally {
      signal.removeEventListener('abort', end);
      this.reading = false;
      this.keepIdle();
    }
  }

  private keepIdle(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.end(), IDLE).unref();
  }

  private answer(child: ChildProcess, task: ReadTask, onProgress: (progress: ReadProgress) => void) {
    return new Promise<CatalogTable>((resolve, reject) => {
      const end = (settle: () => void) => {
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        settle();
      };
      const onExit = (code: number | null, signal: string | null) => end(() => reject(endedError(signal ?? code)));
      const onError = (error: Error) => end(() => reject(endedError(error.message)));
      const onMessage = (message: ReadMessage) => {
        if ('rows' in message) onProgress(message);
        else if ('table' in message) end(() => resolve(message.table));
        else if ('problem' in message) end(() => reject(new AppError(message.problem.code, message.problem.message)));
        else end(() => reject(message.fault));
      };
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      try {
        child.send(task, () => undefined);
      } catch (error) {
        // A process that could not be started has no channel.
        onError(error as Error);
      }
    });
  }

  private start(): ChildProcess {
    let child: ChildProcess;
    try {
      child = fork(PROGRAM, { serialization: 'advanced', execArgv: NODE_FLAGS, env: { ...ALLOCATOR, ...process.env } });
    } catch (error) {
      throw endedError((error as Error).message);
    }
    const forget = () => {
      if (this.child === child) this.child = undefined;
    };
    return child.once('exit', forget).on('error', () => {
      forget();
      child.kill('SIGKILL');
    });
  }

  private end(): void {
    clearTimeout(this.idle);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}

/** @param reason the signal or the exit code with which it ended, or why it did not start */
function endedError(reason: string | number | null): AppError {
  // Node aborts with SIGABRT when its heap is full. A crash in DuckDB's binding looks the same.
  if (reason === 'SIGABRT')
    return new AppError(
      'REQUEST_TOO_LARGE',
      `Reading this table probably needs more than the ${MAX_HEAP} MiB of heap that are allowed`,
    );
  return new AppError('WORKER_LOST', `The process that reads tables ended while it read this one (${reason})`);
}
