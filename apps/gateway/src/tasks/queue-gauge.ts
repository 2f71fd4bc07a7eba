import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { JobsClient } from '@exoplanet/job-transport';
import { sampledGauge } from '../platform/metrics/sampled-gauge';
import { KINDS } from './kinds';

const STATES = ['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const;

/** The depth of every queue as metrics. Every gateway reports the same queues: aggregate with `max`, not `sum`. */
@Injectable()
export class QueueGauge {
  constructor(registry: Registry, jobs: JobsClient) {
    sampledGauge(
      registry,
      {
        name: 'exoplanet_queue_jobs',
        help: 'Commands in a queue, by state; completed and failed ones until they are removed',
        labels: ['queue', 'state'],
      },
      async (gauge) => {
        const depths = await Promise.all(KINDS.map((kind) => jobs.depth(kind)));
        KINDS.forEach((queue, index) => STATES.forEach((state) => gauge.set({ queue, state }, depths[index][state])));
      },
    );
  }
}
