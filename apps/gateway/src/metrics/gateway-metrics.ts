import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { TaskKind } from '@exoplanet/contracts';
import { createRegistry, Histogram, SECONDS_BUCKETS } from '@exoplanet/platform';

/** What the gateway counts while it works. What it only reads when it is asked is `SystemGauges`' matter. */
@Injectable()
export class GatewayMetrics {
  readonly registry = createRegistry('gateway');

  readonly requests = new Histogram(
    {
      name: 'exoplanet_http_request_duration_seconds',
      help: 'Time from the arrival of an HTTP request to the end of its answer, waiting on behalf of the caller included',
      labels: ['method', 'route', 'status'],
      buckets: SECONDS_BUCKETS,
    },
    this.registry,
  );

  private readonly tasks = new Counter({
    name: 'exoplanet_tasks_total',
    help: 'Tasks by the state they came to: gateways count submitted and cancelled, workers completed and failed',
    labelNames: ['kind', 'state'],
    registers: [this.registry],
  });

  submitted(kind: TaskKind, tasks: number): void {
    this.tasks.inc({ kind, state: 'submitted' }, tasks);
  }

  cancelled(kind: TaskKind): void {
    this.tasks.inc({ kind, state: 'cancelled' });
  }
}
