import type {
  AnalyzeTask,
  CommandMetadata,
  ImportTask,
  PredictTask,
  TaskDto,
  TaskId,
  TaskKind,
} from '@exoplanet/contracts';
import type { JobFailure, JobRecord } from '@exoplanet/job-transport';

/** A task as it is now: the command that carries it, and its own part of that command. */
export interface FoundTask {
  id: TaskId;
  kind: TaskKind;
  record: JobRecord;
  spec: PredictTask | AnalyzeTask | ImportTask;
  /** First row of the command's table that belongs to the task. */
  firstRow: number;
}

/** Finds a task in the command that carries it; undefined when the command does not carry it. */
export async function locateTask(record: JobRecord, id: TaskId, kind: TaskKind): Promise<FoundTask | undefined> {
  let firstRow = 0;
  for (const spec of await tasksOf(record)) {
    if (spec.id === id) return { id, kind, record, spec, firstRow };
    firstRow += spec.rows;
  }
  return undefined;
}

/** The tasks that a command carries. */
export async function tasksOf(record: JobRecord): Promise<FoundTask['spec'][]> {
  const { tasks } = (await record.readMetadata()) as CommandMetadata<FoundTask['spec']>;
  return tasks;
}

/** The state of a task: that of its command, unless the task itself was cancelled or failed. */
export function statusOf({ id, record }: FoundTask): TaskDto['status'] {
  if (record.cancelledParts.includes(id) || record.cancelledParts.includes('*')) return 'cancelled';
  return record.failedParts?.[id] ? 'failed' : record.state;
}

/** Why a task failed: of itself, or with its whole command. */
export function failureOf({ id, record }: FoundTask): JobFailure | undefined {
  return record.failedParts?.[id] ?? record.error;
}
