import type { InspectAnswer, InspectAnswers, Inspection } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { EventLoopLag, type EnvDto } from '@exoplanet/platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HeartbeatService } from '../heartbeat/heartbeat.service';
import { ENV } from '../tokens';
import { ControlLink } from './control-link';

/** What this worker says about itself when it is asked. */
@Injectable()
export class InspectionService implements OnApplicationShutdown {
  private readonly lag = new EventLoopLag();
  private readonly answers: { [What in Inspection]: () => InspectAnswers[What] } = {
    ping: () => ({ pong: true, timestamp: new Date().toISOString() }),
    active: () => ({
      commands: this.jobs.activeJobs().map(({ id, pattern, since }) => ({ command: id, kind: pattern, since: new Date(since).toISOString(), seconds: (Date.now() - since) / 1000 })),
    }),
    registered: () => ({ jobs: this.patterns(), control: this.control.patterns, models: this.models.list().map(({ name, version }) => `${name}@${version}`) }),
    stats: () => {
      const { processed, failed } = this.jobs.counts;
      return { ...this.heartbeat.read(), event_loop_lag_p99_ms: Math.round(100 * this.lag.p99()) / 100, runs: processed + failed, failed_runs: failed };
    },
    queues: () => ({ queues: this.patterns().map((name) => ({ name, concurrency: this.env.WORKER_CONCURRENCY, active: this.activeOf(name), paused: this.jobs.isPaused })) }),
  };

  constructor(
    private readonly jobs: JobsServer,
    private readonly models: ModelRegistry,
    private readonly heartbeat: HeartbeatService,
    private readonly control: ControlLink,
    @Inject(ENV) private readonly env: EnvDto,
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

  private activeOf(pattern: string): number {
    return this.jobs.activeJobs().filter((job) => job.pattern === pattern).length;
  }
}
