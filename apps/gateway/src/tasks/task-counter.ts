import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { TaskKind } from '@exoplanet/contracts';

/** Counts the tasks that this gateway accepts and cancels. Workers count those that complete or fail. */
@Injectable()
export class TaskCounter {
  private readonly tasks: Counter<'kind' | 'state'>;

  constructor(registry: Registry) {
    this.tasks = new Counter({
      name: 'exoplanet_tasks_total',
      help: 'Tasks by the state they reached: gateways count submitted and cancelled, workers completed and failed',
      labelNames: ['kind', 'state'],
      registers: [registry],
    });
  }

  submitted(kind: TaskKind, tasks: number): void {
    this.tasks.inc({ kind, state: 'submitted' }, tasks);
  }

  cancelled(kind: TaskKind): void {
    this.tasks.inc({ kind, state: 'cancelled' });
  }
}
