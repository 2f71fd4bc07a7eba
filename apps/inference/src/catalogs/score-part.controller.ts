import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { candidatesOfPart, contextOfKeys, type StoredCatalog, writeScores } from '@exoplanet/catalog-store';
import { SCORE_PART, type ScorePartCommand } from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { CommandHandler } from '../commands/command-handler.decorator';
import { progressMessage } from './import.controller';
import { WorkerCatalogs } from './worker-catalogs';

/** Scores one part of a catalogue. */
@CommandHandler()
export class ScorePartController {
  constructor(
    private readonly store: WorkerCatalogs,
    private readonly models: ModelRegistry,
  ) {}

  @MessagePattern(SCORE_PART, JOBS)
  async handle(@Payload() { catalog, part }: ScorePartCommand, @Ctx() context: JobContext): Promise<void> {
    await this.store.workOn(catalog, (stored) => this.score(stored, part, context));
  }

  private async score(catalog: StoredCatalog, part: number, context: JobContext): Promise<void> {
    const done = await catalog.parts('scores');
    if (done.includes(part)) return;
    const database = await this.store.openDatabase();
    const { name, version } = (await catalog.read('model'))!;
    const { keys, table } = await candidatesOfPart(catalog, database, part);
    const { context: rowContext, names } = await contextOfKeys(catalog, database, keys);
    const command = { options: { model: `${name}@${version}` }, table, context: rowContext };
    const result = await this.models.predict(command, { signal: context.signal });
    await writeScores(catalog, database, part, keys, result, names);
    context.progressOfParent(progressMessage(await catalog.content()));
  }
}
