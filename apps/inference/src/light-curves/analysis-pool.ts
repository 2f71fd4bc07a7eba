import { MessageChannel } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { cpuLimit } from '@exoplanet/model-runtime';
import type { AnalysisReply, StageProgress } from './analysis.thread';

/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;

/** Threads that search light curves, one for each core: a search takes seconds, and the event loop has heartbeats and locks to keep. */
@Injectable()
export class AnalysisPool implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: new URL('./analysis.thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: cpuLimit(),
    idleTimeout: IDLE,
  });

  /** Runs the pipeline on a thread. When the signal is aborted the thread is ended, in the middle of a search too. */
  async run(
    command: AnalyzeCommand,
    signal: AbortSignal,
    onProgress: (progress: StageProgress) => void,
  ): Promise<AnalysisReply> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    port1.unref();
    try {
      return (await this.pool.run({ command, progress: port2 }, { signal, transferList: [port2] })) as AnalysisReply;
    } finally {
      port1.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
