import { AppError, PREDICT, type CommandMetadata, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import { JOBS, JobContext, JobError } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { logContext } from '@exoplanet/platform';
import { Controller, Logger, UseInterceptors } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { ThroughputService } from '../heartbeat/throughput.service';
import { CommandMetricsInterceptor } from '../metrics/command-metrics.interceptor';

/** Answers prediction commands. */
@UseInterceptors(CommandMetricsInterceptor)
@Controller()
export class PredictController {
  private readonly logger = new Logger('predict');

  constructor(
    private readonly models: ModelRegistry,
    private readonly throughput: ThroughputService,
  ) {}

  @MessagePattern(PREDICT, JOBS)
  handle(@Payload() command: PredictCommand, @Ctx() context: JobContext): Promise<PredictResult> {
    const { tasks, trace } = context.getMetadata() as CommandMetadata;
    return logContext.run({ request_id: trace?.request_id }, async () => {
      const started = performance.now();
      try {
        const result = await this.models.predict(command, { signal: context.signal, onProgress: (fraction) => context.progress({ fraction, stage: 'predicting' }) });
        this.throughput.finished(tasks.length, performance.now() - started);
        return result;
      } catch (error) {
        this.throughput.failed(tasks.length);
        if (error instanceof AppError) throw new JobError({ code: error.code, message: error.message });
        if (error instanceof JobError || context.signal.aborted) throw error;
        this.logger.error(error);
        throw new JobError({ code: 'INFERENCE_FAILED', message: 'The model failed on this input' });
      }
    });
  }
}
