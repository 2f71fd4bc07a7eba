import {
  type AnalysisDto,
  analysisJson,
  type PredictResult,
  renderPredictionsJson,
  type TaskDto,
} from '@exoplanet/contracts';
import { ANYONE, type Caller, owns } from '../platform/auth/caller';
import { type FoundTask, statusOf } from './found-task';

/**
 * A task as JSON text, as in `TaskDto`. A compiled renderer writes the result straight from its columns, without objects in
 * between. The result is left out for a reader who does not own the task.
 */
export async function taskJson(task: FoundTask, reader: Caller = ANYONE): Promise<string> {
  const { record } = task;
  const status = statusOf(task);
  const result = status === 'completed' && owns(reader, task.spec.owner) ? await resultJson(task) : 'null';
  const head: Omit<TaskDto, 'result'> = {
    task_id: task.id,
    status,
    progress: progressOf(task),
    error: status === 'failed' && record.error ? { code: record.error.code, message: record.error.message } : null,
    worker: record.worker ?? null,
    attempts: record.attempts,
    created_at: new Date(record.createdAt).toISOString(),
    started_at: record.startedAt ? new Date(record.startedAt).toISOString() : null,
    completed_at: record.completedAt ? new Date(record.completedAt).toISOString() : null,
  };
  return `${JSON.stringify(head).slice(0, -1)},"result":${result}}`;
}

function progressOf(task: FoundTask): TaskDto['progress'] {
  if (statusOf(task) === 'completed') return { fraction: 1 };
  return (task.record.progress as TaskDto['progress'] | undefined) ?? { fraction: 0 };
}

/** The result of a completed task as JSON text. */
async function resultJson({ record, spec, firstRow }: FoundTask): Promise<string> {
  const result = await record.readResult();
  return spec.form === 'light_curve'
    ? analysisJson(result as AnalysisDto)
    : renderPredictionsJson(result as PredictResult, firstRow, spec);
}
