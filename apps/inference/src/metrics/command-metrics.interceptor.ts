import type { CommandMetadata } from '@exoplanet/contracts';
import { JobContext, JobError, JobErrorCode } from '@exoplanet/job-transport';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import { WorkerMetrics } from './worker-metrics';

/** Measures every command of the job plane: how long it waited and ran, and what became of its tasks. */
@Injectable()
export class CommandMetricsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: WorkerMetrics) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = execution.switchToRpc().getContext<JobContext>();
    const kind = context.pattern;
    const started = performance.now();
    // Of a command that runs again, the time since it was made tells of the run before.
    if (context.attempt === 1) this.metrics.queueWait.series({ kind }).observe(Math.max(0, context.startedAt - context.createdAt) / 1000);
    return next.handle().pipe(
      tap({
        next: () => this.ended(context, 'completed'),
        error: (error: unknown) => this.failed(context, error),
        finalize: () => this.metrics.run.series({ kind }).observe((performance.now() - started) / 1000),
      }),
    );
  }

  /** A cancelled task is counted by the gateway that cancelled it; a command that runs again has not ended. */
  private failed(context: JobContext, error: unknown): void {
    const reason: unknown = context.signal.aborted ? context.signal.reason : error;
    if (reason instanceof JobError && (reason.code === JobErrorCode.cancelled || reason.retryable)) return;
    this.ended(context, 'failed');
  }

  private ended(context: JobContext, state: 'completed' | 'failed'): void {
    const { tasks } = context.getMetadata() as CommandMetadata<{ id: string }>;
    const count = tasks.length === 1 ? 1 : tasks.filter(({ id }) => !context.isCancelled(id)).length;
    this.metrics.tasks.inc({ kind: context.pattern, state }, count);
  }
}
