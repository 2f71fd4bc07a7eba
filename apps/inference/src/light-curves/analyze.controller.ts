import { Controller, UseInterceptors } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { type AnalysisDto, ANALYZE, type AnalyzeCommand, AppError } from '@exoplanet/contracts';
import { JobContext, JobError, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { type DetectionScorer, vetLightCurve } from '@exoplanet/vetting';
import { CommandInterceptor } from '../commands/command.interceptor';
import { ThroughputService } from '../heartbeat/throughput.service';
import { AnalysisPool } from './analysis-pool';

/** Answers light-curve commands: the curve is measured on a thread, the model scores on the event loop. */
@UseInterceptors(CommandInterceptor)
@Controller()
export class AnalyzeController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly models: ModelRegistry,
    private readonly throughput: ThroughputService,
  ) {}

  @MessagePattern(ANALYZE, JOBS)
  async handle(@Payload() command: AnalyzeCommand, @Ctx() context: JobContext): Promise<AnalysisDto> {
    const started = performance.now();
    try {
      const result = await this.analyze(command, context);
      this.throughput.finished(1, performance.now() - started);
      return result;
    } catch (error) {
      this.throughput.failed(1);
      throw error instanceof AppError ? new JobError({ code: error.code, message: error.message }) : error;
    }
  }

  private analyze(command: AnalyzeCommand, context: JobContext): Promise<AnalysisDto> {
    const { signal } = context;
    return vetLightCurve(command, {
      models: this.scorer,
      measure: (curve, onProgress) =>
        traced('light curve', { kind: 'internal' }, () => this.pool.run(curve, signal, onProgress)),
      onProgress: (value) => context.progress(value),
      signal,
    });
  }

  private readonly scorer: DetectionScorer = {
    resolve: (name, given) => this.models.resolve(name, given),
    predictDetections: (command, call) =>
      traced('inference', { kind: 'internal', attributes: { 'exoplanet.rows': command.views.length } }, () =>
        this.models.predictDetections(command, call),
      ),
  };
}
