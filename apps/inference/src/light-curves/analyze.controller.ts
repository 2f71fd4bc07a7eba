import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { type AnalysisDto, ANALYZE, type AnalyzeCommand } from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { type CurveTables, type DetectionScorer, vetLightCurve } from '@exoplanet/vetting';
import { CommandHandler } from '../commands/command-handler.decorator';
import { AnalysisPool } from './analysis-pool';
import { attachTables } from './attach-tables';

/** Answers light-curve commands: the curve is measured on a thread, the model scores on the event loop. */
@CommandHandler()
export class AnalyzeController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly models: ModelRegistry,
  ) {}

  @MessagePattern(ANALYZE, JOBS)
  async handle(@Payload() command: AnalyzeCommand, @Ctx() context: JobContext): Promise<AnalysisDto> {
    const { signal } = context;
    let tables: CurveTables | undefined;
    const analysis = await vetLightCurve(command, {
      models: this.scorer,
      measure: (curve, onProgress) =>
        traced('light curve', { kind: 'internal' }, () => this.pool.run(curve, signal, onProgress)),
      onProgress: (value) => context.progress(value),
      onTables: (measured) => (tables = measured),
      signal,
    });
    if (tables) await attachTables(context, tables);
    return analysis;
  }

  private readonly scorer: DetectionScorer = {
    resolve: (name, given) => this.models.resolve(name, given),
    predictDetections: (command, call) =>
      traced('inference', { kind: 'internal', attributes: { 'exoplanet.rows': command.views.length } }, () =>
        this.models.predictDetections(command, call),
      ),
  };
}
