import { Inject, Injectable } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import {
  type AnalyzeTask,
  AppError,
  type CancelMessage,
  type CommandMetadata,
  CONTROL,
  parseTaskId,
  type PredictTask,
  type TaskDto,
  type TaskId,
  type TaskKind,
} from '@exoplanet/contracts';
import { type JobRecord, JobsClient } from '@exoplanet/job-transport';
import { RedisKeys } from '@exoplanet/platform';
import { ANYONE, type Caller, owns } from '../auth/caller';
import { GatewayMetrics } from '../metrics/gateway-metrics';
import { CONTROL_CLIENT } from '../redis/tokens';
import { resultJson } from './result-json';

/** A task as it stands: the command that carries it, and its own part of it. */
export interface FoundTask {
  id: TaskId;
  kind: TaskKind;
  record: JobRecord;
  spec: PredictTask | AnalyzeTask;
  /** First row of the command's table that belongs to the task. */
  firstRow: number;
}

/** Looks tasks up and cancels them. A task is a part of a command; its state is the command's, but for its own cancellation. */
@Injectable()
export class TasksService {
  constructor(
    private readonly jobs: JobsClient,
    private readonly keys: RedisKeys,
    private readonly metrics: GatewayMetrics,
    @Inject(CONTROL_CLIENT) private readonly control: ClientProxy,
  ) {}

  /** @throws AppError TASK_NOT_FOUND */
  async find(id: string): Promise<FoundTask> {
    const parsed = parseTaskId(id);
    const record = parsed && (await this.jobs.find(parsed.kind, parsed.command));
    const found = record && (await locate(record, parsed.task, parsed.kind));
    if (!found) throw notFound(id);
    return found;
  }

  /** The task where it is the caller's own. @throws AppError TASK_NOT_FOUND, for another's task too */
  async findFor(caller: Caller, id: string): Promise<FoundTask> {
    const found = await this.find(id);
    if (!owns(caller, found.spec.owner)) throw notFound(id);
    return found;
  }

  /** The finished task, or the task as it stands after `wait` milliseconds. */
  async outcome(id: TaskId, wait: number): Promise<FoundTask> {
    const { kind, command } = parseTaskId(id)!;
    const record = await this.jobs.outcome(kind, command, wait);
    const found = record && (await locate(record, id, kind));
    return found ?? this.find(id);
  }

  /** Cancels a task that has not finished; a finished one stays as it is. Another's task needs the role operate. @throws AppError TASK_NOT_FOUND */
  async cancelFor(caller: Caller, id: string): Promise<FoundTask> {
    const before = await (caller.roles.has('operate') ? this.find(id) : this.findFor(caller, id));
    const { kind, record, spec } = before;
    const alone = await isAlone(record);
    const part = alone ? '*' : spec.id;
    await this.jobs.cancel(kind, record.id, part);
    const message: CancelMessage = { system: this.keys.prefix, kind, command: record.id, part };
    // The mark in Redis is what counts; the broadcast only makes the worker hear of it sooner.
    this.control.emit(CONTROL.cancel, message).subscribe({ error: () => undefined });
    const after = await this.find(id);
    if (statusOf(before) !== 'cancelled' && statusOf(after) === 'cancelled') this.metrics.cancelled(kind);
    return after;
  }
}

const notFound = (id: string): AppError =>
  new AppError('TASK_NOT_FOUND', `There is no task ${JSON.stringify(id.slice(0, 64))}`);

async function isAlone(record: JobRecord): Promise<boolean> {
  const { tasks } = (await record.readMetadata()) as CommandMetadata<FoundTask['spec']>;
  return tasks.length === 1;
}

async function locate(record: JobRecord, id: TaskId, kind: TaskKind): Promise<FoundTask | undefined> {
  const { tasks } = (await record.readMetadata()) as CommandMetadata<FoundTask['spec']>;
  let firstRow = 0;
  for (const spec of tasks) {
    if (spec.id === id) return { id, kind, record, spec, firstRow };
    firstRow += spec.rows;
  }
  return undefined;
}

/** The state of a task, which is the command's unless the task itself was cancelled. */
export function statusOf({ id, record }: FoundTask): TaskDto['status'] {
  return record.cancelledParts.includes(id) || record.cancelledParts.includes('*') ? 'cancelled' : record.state;
}

/** A task as JSON text. The result is written by the compiled renderer, not copied through objects; another's result is left out. */
export async function taskJson(task: FoundTask, reader: Caller = ANYONE): Promise<string> {
  const { record } = task;
  const status = statusOf(task);
  const result = status === 'completed' && owns(reader, task.spec.owner) ? await resultJson(task) : 'null';
  const head: Omit<TaskDto, 'result'> = {
    task_id: task.id,
    status,
    progress:
      status === 'completed'
        ? { fraction: 1 }
        : ((record.progress as TaskDto['progress'] | undefined) ?? { fraction: 0 }),
    error: status === 'failed' && record.error ? { code: record.error.code, message: record.error.message } : null,
    worker: record.worker ?? null,
    attempts: record.attempts,
    created_at: new Date(record.createdAt).toISOString(),
    started_at: record.startedAt ? new Date(record.startedAt).toISOString() : null,
    completed_at: record.completedAt ? new Date(record.completedAt).toISOString() : null,
  };
  return `${JSON.stringify(head).slice(0, -1)},"result":${result}}`;
}
