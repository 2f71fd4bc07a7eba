import {
  type BatchResultDto,
  type CandidateRow,
  newCommandId,
  newTaskId,
  PREDICT,
  type PredictionDto,
  type PredictOptions,
  type PredictTask,
  type RefusedRow,
  renderPredictions,
  type RowErrorDto,
  toTable,
} from '@exoplanet/contracts';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import type { Predictor } from './predictor';
import { rowProblems } from './row-problems';

/** Runs the model in this process, without a server or Redis, with the same checks and answers as a server. */
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
