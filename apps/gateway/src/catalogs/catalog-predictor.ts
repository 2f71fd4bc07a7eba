import { Injectable } from '@nestjs/common';
import { AppError, isFinal, PREDICT, type PredictCommand, type PredictResult, type TaskId } from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { Shutdown } from '../platform/lifecycle/shutdown';
import { roomForPredictions } from '../submissions/result-room';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';
import { failureOf, statusOf } from '../tasks/found-task';
import { TasksService } from '../tasks/tasks.service';

/** Longest wait for an answer [ms]. */
const MAX_WAIT = 60_000;

/** Has a worker predict rows of catalogues while a request waits. */
@Injectable()
export class CatalogPredictor {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly tasks: TasksService,
    private readonly shutdown: Shutdown,
  ) {}

  /** @throws AppError TASK_TIMEOUT, SHUTTING_DOWN, and that with which the command failed */
  async predict(command: PredictCommand, { owner, requestId }: Submission): Promise<PredictResult> {
    const task: NewTask = {
      spec: { form: 'batch', rows: command.table.rows, ...(owner ? { owner } : {}) },
      origin: originOf(requestId),
    };
    const [id] = await this.submissions.submit(PREDICT, command, [task], roomForPredictions(command, 1));
    const found = await this.tasks.outcome(id, MAX_WAIT);
    if (!isFinal(statusOf(found))) throw await this.giveUp(id, owner);
    const failure = failureOf(found);
    if (failure) throw new AppError(failure.code, failure.message);
    return (await found.record.readResult()) as PredictResult;
  }

  /** Cancels a task for which nobody waits any longer; returns the reason. */
  private async giveUp(id: TaskId, owner: string | undefined): Promise<AppError> {
    await this.tasks.cancelFor({ name: owner, roles: new Set() }, id);
    if (this.shutdown.isStopping) return new AppError('SHUTTING_DOWN');
    return new AppError('TASK_TIMEOUT', 'No worker has answered within a minute: the task was cancelled');
  }
}
