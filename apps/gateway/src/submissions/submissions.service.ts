import { Injectable } from '@nestjs/common';
import {
  type AnalyzeTask,
  AppError,
  type CommandId,
  type CommandMetadata,
  type CommandOrigin,
  idsOfKey,
  type ImportTask,
  newCommandId,
  newTaskId,
  type PredictTask,
  type TaskId,
  type TaskKind,
} from '@exoplanet/contracts';
import { JobsClient, PayloadLimitError, type SubmitOptions } from '@exoplanet/job-transport';
import { originOf, tracedSend } from '@exoplanet/platform';
import { TaskCounter } from '../tasks/task-counter';
import { checkedKey } from './idempotency-key';
import { QueueLimit } from './queue-limit';

/** A task before it has an id, and the request that it comes from. */
export interface NewTask {
  spec: Omit<PredictTask, 'id'> | Omit<AnalyzeTask, 'id'> | Omit<ImportTask, 'id'>;
  origin: CommandOrigin;
}

/** The idempotency key of a request, the caller it belongs to, and the content it stands for. */
export interface KeyedRequest {
  key: string;
  owner?: string;
  fingerprint: string;
}

/** Submits commands to the workers. A command carries one task or several, and each task gets its own id. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly jobs: JobsClient,
    private readonly counter: TaskCounter,
    private readonly limit: QueueLimit,
  ) {}

  /**
   * Submits a new command. Resolves with the ids of its tasks when Redis has accepted it.
   * @param resultBytes room to reserve for the result. @throws PayloadLimitError, JobsUnavailableError
   */
  async submit(kind: TaskKind, payload: unknown, tasks: NewTask[], resultBytes: number): Promise<TaskId[]> {
    const id = newCommandId(kind);
    const ids = tasks.map(() => newTaskId(id));
    await this.send(kind, payload, { id, isNew: true, resultBytes }, { tasks, ids });
    return ids;
  }

  /**
   * Submits a command with one task under an idempotency key. The ids follow from the key, so a repeated request finds the
   * first command instead of creating another. If that one failed, it runs again under the same ids.
   * @throws AppError VALIDATION_FAILED for an unusable key, JobConflictError for a key used with other content
   */
  async submitOnce(
    kind: TaskKind,
    payload: unknown,
    task: NewTask,
    request: KeyedRequest,
    resultBytes: number,
  ): Promise<TaskId> {
    const ids = idsOfKey(kind, request.owner ?? '', checkedKey(request.key));
    const options = { id: ids.command, fingerprint: request.fingerprint, resultBytes };
    try {
      await this.send(kind, payload, options, { tasks: [task], ids: [ids.task] });
    } catch (error) {
      // There is no room for a new task, but this may be an old one.
      const isFull = error instanceof PayloadLimitError || (error instanceof AppError && error.code === 'OVERLOADED');
      if (!isFull || !(await this.jobs.isKept(kind, ids.command, request.fingerprint))) throw error;
    }
    return ids.task;
  }

  /**
   * Submits a command with one task under given ids, unless it is there already. One that failed runs again.
   * @throws PayloadLimitError, JobsUnavailableError
   */
  async submitAs(
    kind: TaskKind,
    payload: unknown,
    task: NewTask,
    ids: { command: CommandId; task: TaskId },
    resultBytes: number,
  ): Promise<void> {
    await this.send(kind, payload, { id: ids.command, resultBytes }, { tasks: [task], ids: [ids.task] });
  }

  private async send(
    kind: TaskKind,
    payload: unknown,
    options: SubmitOptions & { id: string },
    { tasks, ids }: { tasks: NewTask[]; ids: TaskId[] },
  ): Promise<boolean> {
    this.limit.admit(kind, rowsOf(tasks));
    const { created } = await tracedSend(kind, options.id, () =>
      this.jobs.submit(kind, payload, { ...options, metadata: metadataOf(tasks, ids) }),
    );
    if (created) this.counter.submitted(kind, ids.length);
    return created;
  }
}

/** A light curve, which has no rows, counts as one row. */
const rowsOf = (tasks: NewTask[]): number => tasks.reduce((sum, { spec }) => sum + Math.max(1, spec.rows), 0);

/** Called inside the span that sends the command: the trace of the first request continues from that span. */
function metadataOf(tasks: NewTask[], ids: TaskId[]): CommandMetadata<NewTask['spec'] & { id: TaskId }> {
  return {
    tasks: tasks.map(({ spec }, index) => ({ id: ids[index], ...spec })),
    origins: tasks.map(({ origin }, index) => (index === 0 ? originOf(origin.request_id) : origin)),
  };
}
