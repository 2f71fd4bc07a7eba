import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import {
  type CommandMetadata,
  PREDICT,
  type PredictCommand,
  type PredictResult,
  type PredictTask,
  type SeparateResults,
} from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { CommandHandler } from '../commands/command-handler.decorator';
import { predictSeparately } from './predict-separately';

/** Answers prediction commands. */
@CommandHandler()
export class PredictController {
  constructor(private readonly models: ModelRegistry) {}

  @MessagePattern(PREDICT, JOBS)
  handle(@Payload() command: PredictCommand, @Ctx() context: JobContext): Promise<PredictResult | SeparateResults> {
    const { tasks } = context.getMetadata() as CommandMetadata<PredictTask>;
    const attributes = { 'exoplanet.rows': command.table.rows };
    return traced<PredictResult | SeparateResults>('inference', { kind: 'internal', attributes }, () =>
      context.isIsolated && tasks.length > 1
        ? predictSeparately(command, tasks, context, (part) => this.models.predict(part, { signal: context.signal }))
        : this.models.predict(command, {
            signal: context.signal,
            onProgress: (fraction) => reportProgress(context, fraction),
          }),
    );
  }
}

/** The last progress message is left out: the end of the command says the same. */
function reportProgress(context: JobContext, fraction: number): void {
  if (fraction < 1) context.progress({ fraction, stage: 'predicting' });
}
