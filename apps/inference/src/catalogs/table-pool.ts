import { MessageChannel } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { AppError, type CatalogTable } from '@exoplanet/contracts';
import type { ReadAnswer, ReadMessage, ReadTask } from './read-table.thread';

/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;
/** Maximum JavaScript heap of the thread [MiB]. */
const MAX_HEAP = 384;

/** A thread that reads uploaded tables, one at a time. */
export class TablePool implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: new URL('./read-table.thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP },
  });

  /**
   * Reads a table to its end. When the signal is aborted the thread is terminated.
   * @throws AppError CATALOG_INVALID, REQUEST_TOO_LARGE when its rows need more memory than the thread has
   */
  async read(
    task: Omit<ReadTask, 'port'>,
    signal: AbortSignal,
    onMessage: (message: ReadMessage) => void,
  ): Promise<CatalogTable> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    port1.unref();
    try {
      const answer = (await this.pool.run({ ...task, port: port2 }, { signal, transferList: [port2] })) as ReadAnswer;
      if ('problem' in answer) throw new AppError(answer.problem.code, answer.problem.message);
      return answer.table;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new AppError('REQUEST_TOO_LARGE', 'The rows of this table need more memory than the worker has');
      throw error;
    } finally {
      port1.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
