import { ANALYZE, AppError, renderPredictions, toTable, type AnalysisDto, type AnalyzeCommand, type AnalyzeTask, type BatchResultDto, type CandidateRow, type CommandMetadata, type PredictionDto } from '@exoplanet/contracts';
import { JOBS, JobContext, JobError } from '@exoplanet/job-transport';
import { measureRow } from '@exoplanet/light-curve';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { logContext } from '@exoplanet/platform';
import { Controller, UseInterceptors } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { ThroughputService } from '../heartbeat/throughput.service';
import { CommandMetricsInterceptor } from '../metrics/command-metrics.interceptor';
import { AnalysisPool } from './analysis-pool';
import { analysisResult } from './analysis-result';
import { overallProgress } from './overall-progress';

/** Answers light-curve commands: the pipeline on a thread, then the model on what was measured. */
@UseInterceptors(CommandMetricsInterceptor)
@Controller()
export class AnalyzeController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly models: ModelRegistry,
    private readonly throughput: ThroughputService,
  ) {}

  @MessagePattern(ANALYZE, JOBS)
  handle(@Payload() command: AnalyzeCommand, @Ctx() context: JobContext): Promise<AnalysisDto> {
    const { trace } = context.getMetadata() as CommandMetadata<AnalyzeTask>;
    return logContext.run({ request_id: trace?.request_id }, async () => {
      const started = performance.now();
      try {
        const result = await this.analyze(command, context, started);
        this.throughput.finished(1, performance.now() - started);
        return result;
      } catch (error) {
        this.throughput.failed(1);
        throw error instanceof AppError ? new JobError({ code: error.code, message: error.message }) : error;
      }
    });
  }

  private async analyze(command: AnalyzeCommand, context: JobContext, started: number): Promise<AnalysisDto> {
    const progress = overallProgress((value) => context.progress(value));
    const reply = await this.pool.run(command, context.signal, progress);
    if (!reply.ok) throw new AppError('LIGHT_CURVE_INVALID', reply.refused.map(({ message }) => message).join('; '));
    progress({ stage: 'scoring', fraction: 0 });
    const { target } = reply.prepared;
    const rows = reply.analysis.detections.map((detection) => measureRow(detection, target));
    const predictions = target.mission ? await this.score(rows as CandidateRow[], command) : rows.map(() => null);
    return analysisResult(reply, rows, predictions, performance.now() - started);
  }

  private async score(rows: CandidateRow[], { options: { model, explain } }: AnalyzeCommand): Promise<PredictionDto[]> {
    if (rows.length === 0) return [];
    const result = await this.models.predict({ options: { ...(model ? { model } : {}), ...(explain ? { explain } : {}) }, table: toTable(rows) });
    const answer = renderPredictions(result, 0, { id: '' as never, form: 'batch', rows: rows.length }) as BatchResultDto;
    return answer.predictions as PredictionDto[];
  }
}
