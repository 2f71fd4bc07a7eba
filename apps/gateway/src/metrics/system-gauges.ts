import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { JobsClient } from '@exoplanet/job-transport';
import { LiveHub } from '../live/live-hub';
import { KINDS } from '../tasks/kinds';
import { WorkersService } from '../workers/workers.service';
import { GatewayMetrics } from './gateway-metrics';

/** States of jobs in a queue that are told; a gateway reads them when it is asked, so with several gateways take the maximum. */
const STATES = ['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const;

/** What is read from Redis and from the live connections whenever the metrics are asked for. */
@Injectable()
export class SystemGauges {
  private readonly redisUp: Gauge;
  private readonly jobsInQueue: Gauge<'queue' | 'state'>;
  private readonly workersAlive: Gauge<'paused'>;
  private readonly heartbeatAge: Gauge<'worker'>;
  private readonly sockets: Gauge<'protocol'>;

  constructor(
    { registry }: GatewayMetrics,
    private readonly jobs: JobsClient,
    private readonly workers: WorkersService,
    private readonly hub: LiveHub,
  ) {
    const registers = [registry];
    this.redisUp = new Gauge({ name: 'exoplanet_redis_up', help: 'Whether Redis answers this gateway', registers });
    this.jobsInQueue = new Gauge({
      name: 'exoplanet_queue_jobs',
      help: 'Commands in a queue, by state; completed and failed ones until they are removed',
      labelNames: ['queue', 'state'],
      registers,
    });
    this.workersAlive = new Gauge({
      name: 'exoplanet_workers',
      help: 'Live workers',
      labelNames: ['paused'],
      registers,
    });
    this.heartbeatAge = new Gauge({
      name: 'exoplanet_worker_heartbeat_age_seconds',
      help: 'Time since the last heartbeat of a live worker',
      labelNames: ['worker'],
      registers,
    });
    this.sockets = new Gauge({
      name: 'exoplanet_sockets_connected',
      help: 'Open connections for live updates',
      labelNames: ['protocol'],
      registers,
    });
  }

  /** Reads everything; without Redis, what comes from there has no value. */
  async read(): Promise<void> {
    for (const protocol of ['socket.io', 'websocket'] as const)
      this.sockets.set({ protocol }, this.hub.connected(protocol));
    for (const gauge of [this.jobsInQueue, this.workersAlive, this.heartbeatAge]) gauge.reset();
    const read = await Promise.all([this.workers.list(), ...KINDS.map((kind) => this.jobs.depth(kind))]).catch(
      () => undefined,
    );
    this.redisUp.set(read ? 1 : 0);
    if (!read) return;
    const [workers, ...depths] = read;
    depths.forEach((depth, index) =>
      STATES.forEach((state) => this.jobsInQueue.set({ queue: KINDS[index], state }, depth[state])),
    );
    for (const paused of [true, false])
      this.workersAlive.set({ paused: String(paused) }, workers.filter((worker) => worker.paused === paused).length);
    for (const { id, last_heartbeat } of workers)
      this.heartbeatAge.set({ worker: id }, Math.max(0, (Date.now() - Date.parse(last_heartbeat)) / 1000));
  }
}
