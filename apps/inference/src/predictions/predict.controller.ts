import { Controller, Logger, UseInterceptors } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import {
  AppError,
  type CommandMetadata,
  PREDICT,
  type PredictCommand,
  type PredictResult,
  type SeparateResults,
} from '@exoplanet/contracts';
import { JobContext, JobError, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { CommandInterceptor } from '../commands/command.interceptor';
import { ThroughputService } from '../heartbeat/throughput.service';
import { predictSeparately } from './predict-separately';

/** Answers prediction commands. */
@UseInterceptors(CommandInterceptor)
@Controller()
export class PredictController {
  private readonly logger = new Logger('predict');

  constructor(
    private readonly models: ModelRegistry,
    private readonly throughput: ThroughputService,
  ) {}

  @MessagePattern(PREDICT, JOBS)
  async handle(
    @Payload() command: PredictCommand,
    @Ctx() context: JobContext,
  ): Promise<PredictResult | SeparateResults> {
    const { tasks } = context.getMetadata() as CommandMetadata;
    const started = performance.now();
    try {
      const result = await traced<PredictResult | SeparateResults>(
        'inference',
        { kind: 'internal', attributes: { 'exoplanet.rows': command.table.rows } },
        () =>
          context.isIsolated && tasks.length > 1
            ? predictSeparately(command, tasks, context, (part) =>
                this.models.predict(part, { signal: context.signal }),
              )
            : this.models.predict(command, {
                signal: context.signal,
                onProgress: (fraction) => reportProgress(context, fraction),
              }),
      );
      this.throughput.finished(tasks.length, performance.now() - started);
      return result;
    } catch (error) {
      this.throughput.failed(tasks.length);
      if (error instanceof AppError) throw new JobError({ code: error.code, message: error.message });
      if (error instanceof JobError || context.signal.aborted) throw error;
      this.logger.error(error);
      throw new JobError({ code: 'INFERENCE_FAILED', message: 'The model failed on this input' });
    }
  }
}

/** That all is done is told by the command's end, which costs no message of its own. */
function reportProgress(context: JobContext, fraction: number): void {
  if (fraction < 1) context.progress({ fraction, stage: 'predicting' });
}
