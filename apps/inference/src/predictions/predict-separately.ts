import {
  AppError,
  type PredictCommand,
  type PredictResult,
  type PredictTask,
  rowsOf,
  type SeparateResults,
} from '@exoplanet/contracts';
import { type JobContext, JobError } from '@exoplanet/job-transport';

/**
 * Answers the tasks of a command one by one, because a process that ran them together ended: the task that ends a process
 * alone fails, and every other one gets its result.
 * @param predict answers a command with the rows of one task
 */
export async function predictSeparately(
  { options, table }: PredictCommand,
  tasks: readonly PredictTask[],
  context: Pick<JobContext, 'runPart'>,
  predict: (command: PredictCommand) => Promise<PredictResult>,
): Promise<SeparateResults> {
  const separate: SeparateResults['separate'] = {};
  let firstRow = 0;
  for (const { id, rows } of tasks) {
    const command = { options, table: rowsOf(table, firstRow, rows) };
    firstRow += rows;
    const outcome = await context.runPart(id, () => predict(command).catch(rethrow));
    if ('value' in outcome) separate[id] = outcome.value;
  }
  return { separate };
}

/** The transport knows the code of a failure of its own class only. */
function rethrow(thrown: unknown): never {
  throw thrown instanceof AppError ? new JobError({ code: thrown.code, message: thrown.message }) : thrown;
}
