import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { type EnvDto, RedisKeys, VERSION } from '@exoplanet/platform';
import { RunRecorder } from '../commands/run-recorder';
import { ENV, IDENTITY, REDIS, type WorkerIdentity } from '../tokens';
import { PublishedCards, versionsOf } from './published-cards';

/** A heartbeat expires after this many intervals. */
const EXPIRES_AFTER = 3;
/** Maximum number of running commands in a heartbeat. */
const MAX_LISTED_TASKS = 100;

/** Writes a heartbeat to Redis every TELEMETRY_UPDATE_INTERVAL, and publishes the cards of the versions that requests can name. */
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
    private readonly runs: RunRecorder,
    private readonly keys: RedisKeys,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(IDENTITY) private readonly identity: WorkerIdentity,
    @Inject(ENV) private readonly env: EnvDto,
  ) {}

  /** Starts the heartbeats; called once the worker is ready. */
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

  /** Sends one heartbeat now. A failed one is not an error: the next follows soon, and Redis may be restarting. */
  async beat(): Promise<void> {
    const cards = await this.models.cards();
    this.versions = versionsOf(cards);
    const heartbeat = await this.read();
    try {
      const due = this.published.due(cards, new Set(await this.redis.hkeys(this.keys.cards)));
      if (this.stopped) return; // A late heartbeat must not list a worker again that has signed off.
      const beat = this.redis
        .multi()
        .set(this.keys.worker(heartbeat.id), JSON.stringify(heartbeat), 'PX', Math.ceil(this.interval * EXPIRES_AFTER))
        .zadd(this.keys.workers, Date.now(), heartbeat.id);
      if (due.length > 0) beat.hset(this.keys.cards, ...due.flat());
      await beat.exec();
      this.published.sent(due);
    } catch (error) {
      this.logger.debug(`not sent: ${String(error)}`);
    }
  }

  async read(): Promise<WorkerHeartbeat> {
    const { completed, failed, meanMilliseconds } = await this.runs.workDone();
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
        .slice(0, MAX_LISTED_TASKS)
        .map(({ id, pattern, since }) => ({ task_id: id, kind: pattern, since: new Date(since).toISOString() })),
      capacity: this.env.WORKER_CONCURRENCY,
      paused: this.jobs.isPaused,
      processed: completed,
      failed,
      mean_processing_time_ms: meanMilliseconds,
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
