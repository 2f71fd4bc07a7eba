import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { type EnvDto, RedisKeys, VERSION } from '@exoplanet/platform';
import { ENV, IDENTITY, REDIS, type WorkerIdentity } from '../tokens';
import { PublishedCards, versionsOf } from './published-cards';
import { ThroughputService } from './throughput.service';

/** Heartbeats that may be missed before a worker counts as dead. */
const MISSED = 3;
/** Most running tasks that a heartbeat lists. */
const LISTED_TASKS = 100;

/** Tells Redis, each TELEMETRY_UPDATE_INTERVAL, that this worker lives and what it does; and publishes the cards of the versions that requests can name. */
@Injectable()
export class HeartbeatService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('heartbeat');
  private timer?: NodeJS.Timeout;
  private stopped = false;
  private readonly published = new PublishedCards();
  private versions: WorkerHeartbeat['versions'] = {};
  private cpu = { at: performance.now(), usage: process.cpuUsage() };

  constructor(
    private readonly models: ModelRegistry,
    private readonly jobs: JobsServer,
    private readonly throughput: ThroughputService,
    private readonly keys: RedisKeys,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(IDENTITY) private readonly identity: WorkerIdentity,
    @Inject(ENV) private readonly env: EnvDto,
  ) {}

  /** Begins to beat; called once the worker can work. */
  start(): void {
    this.timer = setInterval(() => void this.beat(), this.interval);
    void this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    const { id } = this.identity;
    await this.redis
      .multi()
      .del(this.keys.worker(id))
      .zrem(this.keys.workers, id)
      .exec()
      .catch(() => undefined);
  }

  /** Sends one heartbeat now. A missed one is no failure: the next comes soon, and Redis may be restarting. */
  async beat(): Promise<void> {
    const cards = await this.models.cards();
    this.versions = versionsOf(cards);
    const heartbeat = this.read();
    try {
      const due = this.published.due(cards, new Set(await this.redis.hkeys(this.keys.cards)));
      if (this.stopped) return; // A worker that has taken its leave must not come back.
      const beat = this.redis
        .multi()
        .set(this.keys.worker(heartbeat.id), JSON.stringify(heartbeat), 'PX', Math.ceil(this.interval * MISSED))
        .zadd(this.keys.workers, Date.now(), heartbeat.id);
      if (due.length > 0) beat.hset(this.keys.cards, ...due.flat());
      await beat.exec();
      this.published.sent(due);
    } catch (error) {
      this.logger.debug(`missed: ${String(error)}`);
    }
  }

  read(): WorkerHeartbeat {
    return {
      id: this.identity.id,
      host: this.identity.host,
      pid: process.pid,
      version: VERSION,
      health_address: this.identity.healthAddress,
      models: this.models.list(),
      versions: this.versions,
      current_tasks: this.jobs
        .activeJobs()
        .slice(0, LISTED_TASKS)
        .map(({ id, pattern, since }) => ({ task_id: id, kind: pattern, since: new Date(since).toISOString() })),
      capacity: this.env.WORKER_CONCURRENCY,
      paused: this.jobs.isPaused,
      processed: this.throughput.processed,
      failed: this.throughput.failures,
      mean_processing_time_ms: this.throughput.meanMilliseconds,
      memory_mb: Math.round(process.memoryUsage.rss() / 1e5) / 10,
      cpu_load: this.cpuLoad(),
      uptime_s: Math.round(process.uptime()),
      last_heartbeat: new Date().toISOString(),
    };
  }

  private get interval(): number {
    return this.env.TELEMETRY_UPDATE_INTERVAL * 1000;
  }

  private cpuLoad(): number {
    const { user, system } = process.cpuUsage(this.cpu.usage);
    const elapsed = performance.now() - this.cpu.at;
    this.cpu = { at: performance.now(), usage: process.cpuUsage() };
    return elapsed > 0 ? Math.round((user + system) / elapsed / 10) / 100 : 0;
  }
}
