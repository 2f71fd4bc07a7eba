import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { InspectAnswer, InspectAnswers, Inspection } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { EventLoopLag } from '@exoplanet/platform';
import { HeartbeatService } from '../heartbeat/heartbeat.service';
import { ControlLink } from './control-link';

/** What this worker says about itself when it is asked. */
@Injectable()
export class InspectionService implements OnApplicationShutdown {
  private readonly lag = new EventLoopLag();
  private readonly answers: { [What in Inspection]: () => InspectAnswers[What] } = {
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
      models: this.models.list().map(({ name, version }) => `${name}@${version}`),
    }),
    stats: () => {
      const { processed, failed } = this.jobs.counts;
      return {
        ...this.heartbeat.read(),
        event_loop_lag_p99_ms: Math.round(100 * this.lag.p99()) / 100,
        runs: processed + failed,
        failed_runs: failed,
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
    private readonly control: ControlLink,
  ) {}

  onApplicationShutdown(): void {
    this.lag.stop();
  }

  answer(what: Inspection): InspectAnswer {
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
