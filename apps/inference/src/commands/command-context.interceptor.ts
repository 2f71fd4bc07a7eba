import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import type { CommandMetadata } from '@exoplanet/contracts';
import type { JobContext } from '@exoplanet/job-transport';
import { tracedRun } from '@exoplanet/platform';
import { WorkerMetrics } from '../metrics/worker-metrics';
import { inRequestContext } from './request-context';

/** Runs every command in the context of its requests: log lines carry their ids, and the span continues their trace. */
@Injectable()
export class CommandContextInterceptor implements NestInterceptor {
  constructor(private readonly metrics: WorkerMetrics) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = execution.switchToRpc().getContext<JobContext>();
    const { id, pattern: kind, attempt, createdAt, startedAt } = context;
    const metadata = context.getMetadata() as CommandMetadata;
    // A later attempt has not waited since the submission, but since the previous attempt.
    if (attempt === 1) this.metrics.queueWait.series({ kind }).observe(Math.max(0, startedAt - createdAt) / 1000);
    const work = () => lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined });
    return defer(() => inRequestContext({ id, metadata }, () => tracedRun(kind, id, metadata.origins, work)));
  }
}
