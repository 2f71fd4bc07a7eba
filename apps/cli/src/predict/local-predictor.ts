import { contextOf } from '@exoplanet/catalog';
import {
  type BatchResultDto,
  type CandidateRow,
  contextOfRows,
  newCommandId,
  newTaskId,
  PREDICT,
  type PredictOptions,
  type PredictTask,
  renderPredictions,
  rowNames,
  toTable,
} from '@exoplanet/contracts';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import type { Answer, Predictor } from './predictor';
import { rowProblems } from './row-problems';

/** Rows that the model answers at once. */
const PART = 1000;

/** Runs the model in this process, without a server or Redis, with the same checks and answers as one batch of a server. */
export class LocalPredictor implements Predictor {
  constructor(
    private readonly models: ModelRegistry,
    private readonly options: PredictOptions,
  ) {}

  async predict(rows: readonly CandidateRow[], onRows: (done: number) => void): Promise<Answer[]> {
    const problems = rows.map(rowProblems);
    const refused = problems.flatMap((errors, index) => (errors.length > 0 ? [{ index, errors }] : []));
    const accepted = rows.filter((_, index) => problems[index].length === 0);
    const ids = accepted.map(({ id }) => (typeof id === 'string' ? id : null));
    const task: PredictTask = {
      id: newTaskId(newCommandId(PREDICT)),
      form: 'batch',
      rows: accepted.length,
      ids,
      refused,
    };
    const names = rowNames(task);
    const context = contextOf(accepted);
    const predicted: Answer[] = [];
    for (let first = 0; first < accepted.length; first += PART) {
      const table = toTable(accepted.slice(first, first + PART));
      const result = await this.models.predict({
        options: this.options,
        table,
        ...(context ? { context: contextOfRows(context, first, table.rows) } : {}),
      });
      const part: PredictTask = { ...task, rows: table.rows, ids: ids.slice(first, first + PART), refused: [] };
      predicted.push(...(renderPredictions(result, 0, part, names) as BatchResultDto).predictions);
      onRows(predicted.length);
    }
    let next = 0;
    return problems.map((errors, index) =>
      errors.length > 0 ? { index, error: { code: 'VALIDATION_FAILED', errors } } : predicted[next++],
    );
  }

  close(): Promise<void> {
    return this.models.close();
  }
}
