import {
  PREDICT,
  newCommandId,
  newTaskId,
  renderPredictions,
  toTable,
  type BatchResultDto,
  type CandidateRow,
  type PredictOptions,
  type PredictTask,
  type PredictionDto,
  type RefusedRow,
  type RowErrorDto,
} from '@exoplanet/contracts';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import { rowProblems } from './row-problems';
import type { Predictor } from './predictor';

/** Runs the model in this process, without a server or Redis: the same checks, model and answer as a worker's. */
export class LocalPredictor implements Predictor {
  constructor(
    private readonly models: ModelRegistry,
    private readonly options: PredictOptions,
  ) {}

  async predict(rows: readonly CandidateRow[]): Promise<(PredictionDto | RowErrorDto)[]> {
    const refused: RefusedRow[] = [];
    const accepted = rows.filter((row, index) => {
      const errors = rowProblems(row);
      if (errors.length > 0) refused.push({ index, errors });
      return errors.length === 0;
    });
    const task: PredictTask = {
      id: newTaskId(newCommandId(PREDICT)),
      form: 'batch',
      rows: accepted.length,
      ids: accepted.map(({ id }) => (typeof id === 'string' ? id : null)),
      refused,
    };
    if (accepted.length === 0)
      return refused.map(({ index, errors }) => ({ index, error: { code: 'VALIDATION_FAILED', errors } }));
    const result = await this.models.predict({ options: this.options, table: toTable(accepted) });
    return (renderPredictions(result, 0, task) as BatchResultDto).predictions;
  }

  close(): Promise<void> {
    return this.models.close();
  }
}
