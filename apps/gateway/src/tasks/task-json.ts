import {
  type AnalysisDto,
  analysisJson,
  isFinal,
  type PredictResult,
  renderPredictionsJson,
  resultOfTask,
  type SeparateResults,
  type TaskDto,
} from '@exoplanet/contracts';
import { ANYONE, type Caller, owns } from '../platform/auth/caller';
import { failureOf, type FoundTask, statusOf } from './found-task';

/**
 * A task as JSON text, as in `TaskDto`. A compiled renderer writes the result straight from its columns, without objects in
 * between. The result is left out for a reader who does not own the task.
 */
export async function taskJson(task: FoundTask, reader: Caller = ANYONE): Promise<string> {
  const { record } = task;
  const status = statusOf(task);
  const result = owns(reader, task.spec.owner) ? await resultJson(task) : 'null';
  const head: Omit<TaskDto, 'result'> = {
    task_id: task.id,
    status,
    progress: progressOf(task),
    error: errorOf(task),
    worker: record.worker ?? null,
    attempts: record.attempts,
    created_at: new Date(record.createdAt).toISOString(),
    started_at: record.startedAt ? new Date(record.startedAt).toISOString() : null,
    completed_at: record.completedAt ? new Date(record.completedAt).toISOString() : null,
  };
  return `${JSON.stringify(head).slice(0, -1)},"result":${result}}`;
}

/** A task as JSON text, as in the message `task_update` of `ServerMessage`; with result and error once it is final. */
export async function taskUpdateJson(task: FoundTask): Promise<string> {
  const status = statusOf(task);
  const head = JSON.stringify({ type: 'task_update', task_id: task.id, status, progress: progressOf(task) });
  const outcome = isFinal(status) ? `,"result":${await resultJson(task)},"error":${JSON.stringify(errorOf(task))}` : '';
  return `${head.slice(0, -1)}${outcome},"timestamp":"${new Date().toISOString()}"}`;
}

function errorOf(task: FoundTask): TaskDto['error'] {
  const failure = statusOf(task) === 'failed' ? failureOf(task) : undefined;
  return failure ? { code: failure.code, message: failure.message } : null;
}

function progressOf(task: FoundTask): TaskDto['progress'] {
  if (statusOf(task) === 'completed') return { fraction: 1 };
  return (task.record.progress as TaskDto['progress'] | undefined) ?? { fraction: 0 };
}

/** The result of a task as JSON text: `null` where it is not completed. */
async function resultJson(task: FoundTask): Promise<string> {
  if (statusOf(task) !== 'completed') return 'null';
  const { record, spec } = task;
  const answer = await record.readResult();
  if (spec.form === 'catalog') return JSON.stringify(answer);
  if (spec.form === 'light_curve') return analysisJson(answer as AnalysisDto);
  const { result, firstRow } = resultOfTask(answer as PredictResult | SeparateResults, task);
  return renderPredictionsJson(result, firstRow, spec);
}
