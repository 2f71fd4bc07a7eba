import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import {
  type AnalysisDto,
  ANALYZE,
  type AnalyzeCommand,
  AppError,
  type CandidateRow,
  type PredictionDto,
  renderPredictions,
  toTable,
} from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { type Detection, measureRow, viewInputs } from '@exoplanet/light-curve';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { CommandHandler } from '../commands/command-handler.decorator';
import { AnalysisPool } from './analysis-pool';
import { analysisResult } from './analysis-result';
import { overallProgress } from './overall-progress';

/** Answers light-curve commands: the pipeline on a thread, then the model on what was measured. */
@CommandHandler()
export class AnalyzeController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly models: ModelRegistry,
  ) {}

  @MessagePattern(ANALYZE, JOBS)
  async handle(@Payload() command: AnalyzeCommand, @Ctx() context: JobContext): Promise<AnalysisDto> {
    const started = performance.now();
    // Checked before the search, which takes seconds.
    if (command.options.model) await this.models.resolve(command.options.model, 'light_curve');
    const progress = overallProgress((value) => context.progress(value));
    const reply = await traced('light curve', { kind: 'internal' }, () =>
      this.pool.run(command, context.signal, progress),
    );
    if (!reply.ok) throw new AppError('LIGHT_CURVE_INVALID', reply.refused.map(({ message }) => message).join('; '));
    progress({ stage: 'scoring', fraction: 0 });
    const { target } = reply.prepared;
    const rows = reply.analysis.detections.map((detection) => measureRow(detection, target));
    const predictions = target.mission
      ? await this.score(reply.analysis.detections, rows as CandidateRow[], command, context.signal)
      : rows.map(() => null);
    return analysisResult(reply, rows, predictions, performance.now() - started);
  }

  /** Scores each detection by its measured row and its views, or by the row alone where the model reads no views. */
  private async score(
    detections: readonly Detection[],
    rows: CandidateRow[],
    { options: { model, explain, uncertainty } }: AnalyzeCommand,
    signal: AbortSignal,
  ): Promise<PredictionDto[]> {
    if (rows.length === 0) return [];
    const options = {
      ...(model ? { model } : {}),
      ...(explain ? { explain } : {}),
      ...(uncertainty ? { uncertainty } : {}),
    };
    const command = { options, table: toTable(rows), views: detections.map(({ views }) => viewInputs(views)) };
    const results = await traced('inference', { kind: 'internal', attributes: { 'exoplanet.rows': rows.length } }, () =>
      this.models.predictDetections(command, { signal }),
    );
    return results.map(
      (result) => renderPredictions(result, 0, { id: '' as never, form: 'single', rows: 1 }) as PredictionDto,
    );
  }
}
