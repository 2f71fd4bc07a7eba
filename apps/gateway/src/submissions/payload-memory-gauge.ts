import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { JobsClient } from '@exoplanet/job-transport';
import { sampledGauge } from '../platform/metrics/sampled-gauge';

/** The payload memory in Redis as metrics. Every gateway reports the same memory: aggregate with `max`, not `sum`. */
@Injectable()
export class PayloadMemoryGauge {
  constructor(registry: Registry, jobs: JobsClient) {
    sampledGauge(
      registry,
      {
        name: 'exoplanet_payload_memory_bytes',
        help: 'Payload memory in Redis: stored requests and results, reserved for unfinished commands, and the limit',
        labels: ['use'],
      },
      async (gauge) => {
        const usage = await jobs.payloadUsage();
        for (const use of ['stored', 'reserved', 'limit'] as const) gauge.set({ use }, usage[use]);
      },
    );
  }
}
