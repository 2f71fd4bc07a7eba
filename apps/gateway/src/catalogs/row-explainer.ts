import { Injectable } from '@nestjs/common';
import { candidatesOfKeys, contextOfKeys, OBJECTS, writeExplanations } from '@exoplanet/catalog-store';
import { AppError, type CatalogRowDto, PREDICT, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { roomForPredictions } from '../submissions/result-room';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';
import { failureOf, statusOf } from '../tasks/found-task';
import { TasksService } from '../tasks/tasks.service';
import { CatalogStore } from './catalog-store.provider';
import type { ReadableCatalog } from './readable-catalogs';

/** Longest wait for the explanation of one row [ms]. */
const MAX_WAIT = 60_000;

/** Explains single rows of a catalogue when somebody looks at them. */
@Injectable()
export class RowExplainer {
  constructor(
    private readonly store: CatalogStore,
    private readonly submissions: SubmissionsService,
    private readonly tasks: TasksService,
  ) {}

  /** The row with its explanation; one that is explained already is not explained again. */
  async explain(
    { catalog, content, table, queries }: ReadableCatalog,
    key: number,
    submission: Submission,
  ): Promise<CatalogRowDto> {
    const row = await queries.row(catalog, content, table, key);
    if (row.explanation) return row;
    if (!row.result) throw new AppError('CONFLICT', 'The row has no result that could be explained');
    const database = await this.store.openDatabase();
    const { keys, table: candidates } = await candidatesOfKeys(catalog, database, [key]);
    const { name, version } = content.model!;
    const options = { model: `${name}@${version}`, explain: true, uncertainty: true };
    const { context } = await contextOfKeys(catalog, database, keys);
    const command = { options, table: candidates, ...(context ? { context } : {}) };
    const result = await this.predict(command, submission);
    await writeExplanations(catalog, database, OBJECTS.explainedRow(key), keys, result);
    return queries.row(catalog, await catalog.content(), table, key);
  }

  private async predict(command: PredictCommand, { owner, requestId }: Submission): Promise<PredictResult> {
    const task: NewTask = {
      spec: { form: 'batch', rows: command.table.rows, ...(owner ? { owner } : {}) },
      origin: originOf(requestId),
    };
    const [id] = await this.submissions.submit(PREDICT, command, [task], roomForPredictions(command, 1));
    const found = await this.tasks.outcome(id, MAX_WAIT);
    const failure = failureOf(found);
    if (failure) throw new AppError(failure.code, failure.message);
    if (statusOf(found) !== 'completed')
      throw new AppError('TASK_TIMEOUT', 'No worker has explained the row within a minute');
    return (await found.record.readResult()) as PredictResult;
  }
}
