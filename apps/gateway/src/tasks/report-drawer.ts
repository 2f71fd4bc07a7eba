import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { ReportTask } from './report.thread';

/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;
/** Pages that wait for the thread; each holds a curve. */
const MAX_WAITING = 20;

/** Draws report pages on one thread, so that other requests go on. */
@Injectable()
export class ReportDrawer implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: new URL('./report.thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE,
  });

  /** Whether a page that is requested now would be refused. */
  get isFull(): boolean {
    return this.pool.queueSize >= MAX_WAITING;
  }

  async draw(task: ReportTask): Promise<Buffer> {
    const { buffer, byteOffset, byteLength } = (await this.pool.run(task)) as Uint8Array;
    return Buffer.from(buffer, byteOffset, byteLength);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
