import { loadavg } from 'node:os';
import { Injectable } from '@nestjs/common';
import { JobsClient } from '@exoplanet/job-transport';
import { eventLoopLag, VERSION } from '@exoplanet/platform';
import { queueDepth } from '../tasks/queue-depth';
import { WorkersService } from '../workers/workers.service';

/** Measurements of the whole system; null where nothing has been measured yet. */
export interface SystemMetrics {
  version: string;
  /** Live workers. */
  workers: number;
  /** Tasks that the live workers have completed since their start. */
  tasks_processed: number;
  tasks_failed: number;
  /** Mean time to run a command, over the live workers weighted by their tasks [ms]. */
  mean_processing_time_ms: number | null;
  /** Commands that wait for a worker. */
  queue_size: number;
  /** Commands that run. */
  active: number;
  /** Load average of the gateway's host over 1, 5 and 15 minutes. */
  load: number[];
  /** The 99 % quantile of the delay of the gateway's event loop over the last 10 to 20 s. */
  event_loop_lag_p99_ms: number;
  memory_mb: number;
  /** Time since the start of the gateway [s]. */
  uptime_s: number;
}

@Injectable()
export class SystemService {
  constructor(
    private readonly workers: WorkersService,
    private readonly jobs: JobsClient,
  ) {}

  async measure(): Promise<SystemMetrics> {
    const [workers, depth] = await Promise.all([this.workers.list(), queueDepth(this.jobs)]);
    const timed = workers.filter((worker) => worker.mean_processing_time_ms !== null && worker.processed > 0);
    const weight = sum(timed.map(({ processed }) => processed));
    return {
      version: VERSION,
      workers: workers.length,
      tasks_processed: sum(workers.map(({ processed }) => processed)),
      tasks_failed: sum(workers.map(({ failed }) => failed)),
      mean_processing_time_ms:
        weight > 0
          ? round(sum(timed.map((worker) => worker.mean_processing_time_ms! * worker.processed)) / weight)
          : null,
      queue_size: depth.waiting + depth.prioritized + depth.delayed,
      active: depth.active,
      load: loadavg().map(round),
      event_loop_lag_p99_ms: round(eventLoopLag().p99()),
      memory_mb: round(process.memoryUsage.rss() / 1e6),
      uptime_s: round(process.uptime()),
    };
  }
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const round = (value: number): number => Math.round(value * 100) / 100;
