import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import {
  candidatesOfKeys,
  contextOfKeys,
  DERIVED_OBJECTS,
  explainPartRows,
  keysOfRanks,
  type StoredCatalog,
  writeExplanations,
} from '@exoplanet/catalog-store';
import { EXPLAIN_PART, type ExplainPartCommand } from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { CommandHandler } from '../commands/command-handler.decorator';
import { progressMessage } from './import.controller';
import { WorkerCatalogs } from './worker-catalogs';

/** Explains the rows of some ranks, with the quantiles of their probabilities. */
@CommandHandler()
export class ExplainPartController {
  constructor(
    private readonly store: WorkerCatalogs,
    private readonly models: ModelRegistry,
  ) {}

  @MessagePattern(EXPLAIN_PART, JOBS)
  async handle(@Payload() { catalog, part }: ExplainPartCommand, @Ctx() context: JobContext): Promise<void> {
    await this.store.workOn(catalog, (stored) => this.explain(stored, part, context));
  }

  private async explain(catalog: StoredCatalog, part: number, context: JobContext): Promise<void> {
    const done = await catalog.parts('explained');
    if (done.includes(part)) return;
    const database = await this.store.openDatabase();
    const { name, version } = (await catalog.read('model'))!;
    const { rows } = (await catalog.read('ranking'))!.explain;
    const size = explainPartRows(rows);
    const keys = await keysOfRanks(catalog, database, part * size + 1, Math.min(rows, (part + 1) * size));
    const { keys: found, table } = await candidatesOfKeys(catalog, database, keys);
    const options = { model: `${name}@${version}`, explain: true, uncertainty: true };
    const { context: rowContext } = await contextOfKeys(catalog, database, found);
    const result = await this.models.predict({ options, table, context: rowContext }, { signal: context.signal });
    await writeExplanations(catalog, database, DERIVED_OBJECTS.explained(part), found, result);
    context.progressOfParent(progressMessage(await catalog.content()));
  }
}
