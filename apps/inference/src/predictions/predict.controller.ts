import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { PREDICT, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { traced } from '@exoplanet/platform';
import { CommandHandler } from '../commands/command-handler.decorator';

/** Answers prediction commands. */
@CommandHandler()
export class PredictController {
  constructor(private readonly models: ModelRegistry) {}

  @MessagePattern(PREDICT, JOBS)
  handle(@Payload() command: PredictCommand, @Ctx() context: JobContext): Promise<PredictResult> {
    const attributes = { 'exoplanet.rows': command.table.rows };
    return traced('inference', { kind: 'internal', attributes }, () =>
      this.models.predict(command, {
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
