import { MessageChannel } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { cpuLimit } from '@exoplanet/model-runtime';
import type { CurveReply, StageProgress } from '@exoplanet/vetting';

/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;

/** Threads that search light curves, one for each core: a search takes seconds, and the event loop must stay free for heartbeats and job locks. */
@Injectable()
export class AnalysisPool implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: new URL('./analysis.thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: cpuLimit(),
    idleTimeout: IDLE,
  });

  /** Runs `measureCurve` on a thread. When the signal is aborted the thread is terminated, even in the middle of a search. */
  async run(
    command: AnalyzeCommand,
    signal: AbortSignal,
    onProgress: (progress: StageProgress) => void,
  ): Promise<CurveReply> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    port1.unref();
    try {
      return (await this.pool.run({ command, progress: port2 }, { signal, transferList: [port2] })) as CurveReply;
    } finally {
      port1.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
