import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { sampledGauge } from '../platform/metrics/sampled-gauge';
import { WorkersService } from './workers.service';

/** The live workers as metrics. */
@Injectable()
export class WorkerGauges {
  constructor(registry: Registry, workers: WorkersService) {
    sampledGauge(registry, { name: 'exoplanet_workers', help: 'Live workers', labels: ['paused'] }, async (gauge) => {
      const live = await workers.list();
      for (const paused of [true, false])
        gauge.set({ paused: String(paused) }, live.filter((worker) => worker.paused === paused).length);
    });
    sampledGauge(
      registry,
      {
        name: 'exoplanet_worker_heartbeat_age_seconds',
        help: 'Time since the last heartbeat of a live worker',
        labels: ['worker'],
      },
      async (gauge) => {
        for (const { id, last_heartbeat } of await workers.list())
          gauge.set({ worker: id }, Math.max(0, (Date.now() - Date.parse(last_heartbeat)) / 1000));
      },
    );
  }
}
