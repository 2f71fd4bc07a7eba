import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AppError, type CatalogTable } from '@exoplanet/contracts';
import type { ReadMessage, ReadProgress, ReadTask } from './read-table';

/** How long the process is kept when there is no table to read [ms]. */
const IDLE = 30_000;
/** Maximum JavaScript heap of the process [MiB]. */
const MAX_HEAP = 384;
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

  /**
   * Reads a table to its end.
   * @throws AppError CATALOG_INVALID, STORE_UNAVAILABLE, WORKER_LOST when the process ends by itself; the reason of the signal
   * when that is aborted
   */
  async read(task: ReadTask, signal: AbortSignal, onProgress: (progress: ReadProgress) => void): Promise<CatalogTable> {
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
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    try {
      return await this.answer(child, task, onProgress);
    } finally {
      signal.removeEventListener('abort', kill);
      this.idle = setTimeout(() => this.end(), IDLE).unref();
    }
  }

  private answer(child: ChildProcess, task: ReadTask, onProgress: (progress: ReadProgress) => void) {
    return new Promise<CatalogTable>((resolve, reject) => {
      const onExit = (code: number | null, signal: string | null) => {
        child.off('message', onMessage);
        reject(
          new AppError('WORKER_LOST', `The process that reads tables ended while it read this one (${signal ?? code})`),
        );
      };
      const onMessage = (message: ReadMessage) => {
        if ('rows' in message) return onProgress(message);
        child.off('message', onMessage).off('exit', onExit);
        if ('table' in message) resolve(message.table);
        else if ('problem' in message) reject(new AppError(message.problem.code, message.problem.message));
        else reject(message.fault);
      };
      child.on('message', onMessage).once('exit', onExit);
      child.send(task, () => undefined);
    });
  }

  private start(): ChildProcess {
    const child = fork(PROGRAM, { serialization: 'advanced', execArgv: [`--max-old-space-size=${MAX_HEAP}`] });
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
    });
    return child;
  }

  private end(): void {
    clearTimeout(this.idle);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
