import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import type { CommandMetadata } from '@exoplanet/contracts';
import { JobContext, JobError, JobErrorCode } from '@exoplanet/job-transport';
import { logContext, tracedRun } from '@exoplanet/platform';
import { WorkerMetrics } from '../metrics/worker-metrics';

/** Goes around every command: its log lines carry the ids of its requests, its span continues their trace, and what becomes of it is counted. */
@Injectable()
export class CommandInterceptor implements NestInterceptor {
  private readonly logger = new Logger('commands');

  constructor(private readonly metrics: WorkerMetrics) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = execution.switchToRpc().getContext<JobContext>();
    const { origins } = context.getMetadata() as CommandMetadata;
    const work = () => lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined });
    const requests = {
      request_id: origins[0].request_id,
      ...(origins.length > 1 ? { request_ids: origins.map(({ request_id }) => request_id) } : {}),
    };
    return defer(() =>
      logContext.run({ ...requests, command: context.id }, () =>
        tracedRun(context.pattern, context.id, origins, () => this.measured(context, work)),
      ),
    );
  }

  private async measured(context: JobContext, work: () => Promise<unknown>): Promise<unknown> {
    const kind = context.pattern;
    const started = performance.now();
    // Of a command that runs again, the time since it was made tells of the run before.
    if (context.attempt === 1)
      this.metrics.queueWait.series({ kind }).observe(Math.max(0, context.startedAt - context.createdAt) / 1000);
    try {
      const result = await work();
      this.ended(context, 'completed');
      return result;
    } catch (error) {
      this.failed(context, error);
      throw error;
    } finally {
      const seconds = (performance.now() - started) / 1000;
      this.metrics.run.series({ kind }).observe(seconds);
      this.logger.debug(`${kind} ran for ${seconds.toFixed(3)} s`);
    }
  }

  /** A cancelled task is counted by the gateway that cancelled it; a command that runs again has not ended. */
  private failed(context: JobContext, error: unknown): void {
    const reason: unknown = context.signal.aborted ? context.signal.reason : error;
    if (!(reason instanceof JobError)) {
      // Handed back to run elsewhere, or a fault in the program.
      if (context.signal.aborted) return;
      this.logger.error(reason);
    } else if (reason.code === JobErrorCode.cancelled || reason.retryable) return;
    else this.logger.warn(`${context.pattern} failed with ${reason.code}: ${reason.message}`);
    this.ended(context, 'failed');
  }

  private ended(context: JobContext, state: 'completed' | 'failed'): void {
    const { tasks } = context.getMetadata() as CommandMetadata<{ id: string }>;
    const count = tasks.length === 1 ? 1 : tasks.filter(({ id }) => !context.isCancelled(id)).length;
    this.metrics.tasks.inc({ kind: context.pattern, state }, count);
  }
}
