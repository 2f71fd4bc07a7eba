import type { components, paths } from './generated/openapi';

type Schemas = components['schemas'];

export type Candidate = Schemas['CandidateDto'];
export type Prediction = Schemas['PredictionDto'];
export type RowError = Schemas['RowErrorDto'];
export type BatchResult = Schemas['BatchResultDto'];
export type Task = Schemas['TaskDto'];
export type TaskStatus = Task['status'];
export type Problem = Schemas['ProblemDto'];
export type ServedModel = Answer<'/models'>['models'][number];
export type Worker = Answer<'/workers/status'>['workers'][number];
/** The answers of the workers to an inspection or an order. */
export type WorkerAnswers = Answer<'/workers/inspect/{what}'>;
export type Inspection = paths['/workers/inspect/{what}']['get']['parameters']['path']['what'];
export type WorkerOrder = 'pause' | 'resume' | 'drain';

/** The JSON answer of GET for a path. */
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

/** Whether an entry of a batch's answer is an invalid row; such entries exist only with `partial`. */
export const isRowError = (row: Prediction | RowError): row is RowError => 'error' in row;

/** Whether a task with this status has ended. */
export const isFinal = (status: TaskStatus): boolean => status !== 'pending' && status !== 'processing';
