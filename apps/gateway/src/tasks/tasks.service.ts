import { Inject, Injectable } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { AppError, type CancelMessage, CONTROL, parseTaskId, type TaskId } from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { RedisKeys } from '@exoplanet/platform';
import { type Caller, owns } from '../platform/auth/caller';
import { Shutdown } from '../platform/lifecycle/shutdown';
import { CONTROL_CLIENT } from '../platform/redis/tokens';
import { type FoundTask, locateTask, statusOf, tasksOf } from './found-task';
import { TaskCounter } from './task-counter';

/** Finds and cancels tasks. */
@Injectable()
export class TasksService {
  constructor(
    private readonly jobs: JobsClient,
    private readonly keys: RedisKeys,
    private readonly counter: TaskCounter,
    @Inject(CONTROL_CLIENT) private readonly control: ClientProxy,
    shutdown: Shutdown,
  ) {
    shutdown.onBegin(() => jobs.stopWaiting());
  }

  /** @throws AppError TASK_NOT_FOUND */
  async find(id: string): Promise<FoundTask> {
    const parsed = parseTaskId(id);
    const record = parsed && (await this.jobs.find(parsed.kind, parsed.command));
    const found = record && (await locateTask(record, parsed.task, parsed.kind));
    if (!found) throw notFound(id);
    return found;
  }

  /** The task, if it belongs to the caller. @throws AppError TASK_NOT_FOUND, also for the task of another caller */
  async findFor(caller: Caller, id: string): Promise<FoundTask> {
    const found = await this.find(id);
    if (!owns(caller, found.spec.owner)) throw notFound(id);
    return found;
  }

  /** The task once it has finished, or as it is after `waitMs` milliseconds or when this process begins to stop. */
  async outcome(id: TaskId, waitMs: number): Promise<FoundTask> {
    const { kind, command } = parseTaskId(id)!;
    const record = await this.jobs.outcome(kind, command, waitMs);
    const found = record && (await locateTask(record, id, kind));
    return found ?? this.find(id);
  }

  /**
   * Cancels a task; a finished one stays as it is. Only callers with the role `operate` may cancel the tasks of others.
   * @throws AppError TASK_NOT_FOUND
   */
  async cancelFor(caller: Caller, id: string): Promise<FoundTask> {
    const before = await (caller.roles.has('operate') ? this.find(id) : this.findFor(caller, id));
    const { kind, record, spec } = before;
    const isAlone = (await tasksOf(record)).length === 1;
    const part = isAlone ? '*' : spec.id;
    await this.jobs.cancel(kind, record.id, part);
    const message: CancelMessage = { system: this.keys.prefix, kind, command: record.id, part };
    // The mark in Redis decides. The broadcast only lets the worker learn of it sooner, so its failure does not matter.
    this.control.emit(CONTROL.cancel, message).subscribe({ error: () => undefined });
    const after = await this.find(id);
    if (statusOf(before) !== 'cancelled' && statusOf(after) === 'cancelled') this.counter.cancelled(kind);
    return after;
  }
}

const notFound = (id: string): AppError =>
  new AppError('TASK_NOT_FOUND', `There is no task ${JSON.stringify(id.slice(0, 64))}`);
