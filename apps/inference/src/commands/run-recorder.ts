import { Logger } from '@nestjs/common';
import type { CommandMetadata } from '@exoplanet/contracts';
import type { RunEnd } from '@exoplanet/job-transport';
import type { WorkerMetrics } from '../metrics/worker-metrics';
import { inRequestContext } from './request-context';

/** Counts of the work of a worker since it started. */
export interface WorkDone {
  /** Tasks that completed. */
  completed: number;
  /** Tasks that failed. */
  failed: number;
  /** Runs of commands, however they ended. */
  runs: number;
  /** Runs that ended with an error, those that were retried included. */
  failedRuns: number;
  /** Mean time of a run that completed or failed [ms]; null before the first. */
  meanMilliseconds: number | null;
}

/** Counts every run of a command when it ends. The metrics are the only counters: whatever reports figures reads them here. */
export class RunRecorder {
  private readonly logger = new Logger('commands');

  constructor(private readonly metrics: WorkerMetrics) {}

  /** Cancelled tasks are counted by the gateway that cancelled them; a task that runs again has not ended. */
  record({ id, pattern: kind, outcome, error, milliseconds, metadata, failedParts, isCancelled }: RunEnd): void {
    this.metrics.runs.inc({ kind, outcome });
    const line = `${kind} ${outcome} after ${(milliseconds / 1000).toFixed(3)} s`;
    inRequestContext({ id, metadata }, () =>
      error && outcome !== 'cancelled'
        ? this.logger.warn(`${line}: ${error.code}: ${error.message}`)
        : this.logger.debug(line),
    );
    if (outcome !== 'completed' && outcome !== 'failed') return;
    this.metrics.run.series({ kind }).observe(milliseconds / 1000);
    const { tasks } = metadata as CommandMetadata;
    const failures = Object.entries(failedParts);
    for (const [task, { code, message }] of failures)
      inRequestContext({ id, metadata }, () => this.logger.warn(`task ${task} failed: ${code}: ${message}`));
    const ended =
      tasks.length === 1 ? 1 : tasks.filter((task) => !isCancelled(task.id) && !failedParts[task.id]).length;
    this.metrics.tasks.inc({ kind, state: outcome }, ended);
    if (failures.length) this.metrics.tasks.inc({ kind, state: 'failed' }, failures.length);
  }

  async workDone(): Promise<WorkDone> {
    const [tasks, runs] = await Promise.all([this.metrics.tasks.get(), this.metrics.runs.get()]);
    const mean = this.metrics.run.mean();
    return {
      completed: sum(tasks.values.filter(({ labels }) => labels.state === 'completed')),
      failed: sum(tasks.values.filter(({ labels }) => labels.state === 'failed')),
      runs: sum(runs.values),
      failedRuns: sum(runs.values.filter(({ labels }) => labels.outcome === 'failed' || labels.outcome === 'retried')),
      meanMilliseconds: mean === null ? null : Math.round(mean * 1e6) / 1000,
    };
  }
}

const sum = (values: readonly { value: number }[]): number => values.reduce((total, { value }) => total + value, 0);
