import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isFinal, type TaskAcceptedDto, type TaskId } from '@exoplanet/contracts';
import { statusOf } from '../tasks/found-task';
import { taskJson } from '../tasks/task-json';
import { TasksService } from '../tasks/tasks.service';
import type { Submission } from './submission.decorator';

/**
 * Answers a request that submitted a task: 200 with the task if it has finished or finishes in time, otherwise 202 with its
 * location and state.
 */
@Injectable()
export class TaskResponder {
  constructor(private readonly tasks: TasksService) {}

  async answer(reply: FastifyReply, id: TaskId, { waitMs, idempotencyKey }: Submission): Promise<void> {
    // A task of an idempotency key may be older than the request.
    const isRepeatable = idempotencyKey !== undefined;
    void reply.header('location', `/tasks/${id}`).type('application/json; charset=utf-8');
    let status: TaskAcceptedDto['status'] = 'pending';
    if (waitMs > 0 || isRepeatable) {
      const task = await (waitMs > 0 ? this.tasks.outcome(id, waitMs) : this.tasks.find(id));
      if (isFinal(statusOf(task))) {
        void reply.status(200).send(await taskJson(task));
        return;
      }
      if (isRepeatable) status = statusOf(task);
    }
    const accepted: TaskAcceptedDto = { task_id: id, status };
    void reply.status(202).send(JSON.stringify(accepted));
  }
}
