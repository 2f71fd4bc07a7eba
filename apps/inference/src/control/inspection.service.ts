import { Injectable } from '@nestjs/common';
import { type InspectAnswer, type InspectAnswers, type Inspection, versionId } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { eventLoopLag } from '@exoplanet/platform';
import { RunRecorder } from '../commands/run-recorder';
import { HeartbeatService } from '../heartbeat/heartbeat.service';
import { ControlStatus } from './control-status';

/** Answers questions about this worker. */
@Injectable()
export class InspectionService {
  private readonly answers: {
    [What in Inspection]: () => InspectAnswers[What] | Promise<InspectAnswers[What]>;
  } = {
    ping: () => ({ pong: true, timestamp: new Date().toISOString() }),
    active: () => ({
      commands: this.jobs.activeJobs().map(({ id, pattern, since }) => ({
        command: id,
        kind: pattern,
        since: new Date(since).toISOString(),
        seconds: (Date.now() - since) / 1000,
      })),
    }),
    registered: () => ({
      jobs: this.patterns(),
      control: this.control.patterns,
      models: this.models.list().map(versionId),
    }),
    stats: async () => {
      const { runs, failedRuns } = await this.runs.workDone();
      return {
        ...(await this.heartbeat.read()),
        event_loop_lag_p99_ms: Math.round(100 * eventLoopLag().p99()) / 100,
        runs,
        failed_runs: failedRuns,
      };
    },
    queues: () => ({
      queues: this.patterns().map((name) => ({
        name,
        concurrency: this.concurrencyOf(name),
        active: this.activeOf(name),
        paused: this.jobs.isPaused,
      })),
    }),
  };

  constructor(
    private readonly jobs: JobsServer,
    private readonly models: ModelRegistry,
    private readonly heartbeat: HeartbeatService,
    private readonly control: ControlStatus,
    private readonly runs: RunRecorder,
  ) {}

  async answer(what: Inspection): Promise<InspectAnswer> {
    return this.answers[what]();
  }

  private patterns(): string[] {
    return [...this.jobs.getHandlers().keys()];
  }

  private concurrencyOf(pattern: string): number {
    const { concurrency } = this.jobs.options;
    return typeof concurrency === 'number' ? concurrency : (concurrency[pattern] ?? 1);
  }

  private activeOf(pattern: string): number {
    return this.jobs.activeJobs().filter((job) => job.pattern === pattern).length;
  }
}
