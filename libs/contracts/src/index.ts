export * from './candidate/archive-columns';
export * from './candidate/candidate.dto';
export * from './candidate/candidate-problems';
export * from './candidate/fields';
export * from './candidate/rows';
export { CheckDto } from './checks/check.dto';
export { type CheckColumns, checkTable } from './checks/check-columns';
export {
  CHECKED_FIELDS,
  type CheckedField,
  type CheckName,
  checkRow,
  CHECKS,
  type Finding,
  type RowValues,
} from './checks/row-checks';
export { likelyMistake, UNIT_MISTAKES } from './checks/unit-mistakes';
export * from './commands/command-metadata';
export * from './commands/task-id';
export * from './control/answers';
export * from './control/messages';
export * from './errors/app-error';
export * from './errors/bounded-text';
export * from './errors/catalogue';
export * from './errors/field-errors';
export * from './errors/light-curve-faults';
export * from './errors/model-faults';
export * from './errors/table-faults';
export * from './light-curves/analysis.dto';
export * from './light-curves/analysis-json';
export * from './light-curves/analyze.command';
export * from './live/messages';
export * from './models/card';
export * from './models/model-id';
export { round6 } from './predictions/decimal-text';
export * from './predictions/predict.command';
export * from './predictions/prediction.dto';
export * from './predictions/render';
export * from './predictions/verdict';
export * from './tasks/task.dto';
export * from './workers/heartbeat';
