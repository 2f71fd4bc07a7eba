import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isFinal, type TaskAcceptedDto, type TaskId } from '@exoplanet/contracts';
import { statusOf } from '../tasks/found-task';
import { taskJson } from '../tasks/task-json';
import { TasksService } from '../tasks/tasks.service';

/** Answers a request that submitted a task: 200 with the task if it finishes in time, otherwise 202 with its location. */
@Injectable()
export class TaskResponder {
  constructor(private readonly tasks: TasksService) {}

  /** @param waitMs longest time to wait for the result [ms] */
  async answer(reply: FastifyReply, id: TaskId, waitMs: number): Promise<void> {
    void reply.header('location', `/tasks/${id}`).type('application/json; charset=utf-8');
    if (waitMs > 0) {
      const task = await this.tasks.outcome(id, waitMs);
      if (isFinal(statusOf(task))) {
        void reply.status(200).send(await taskJson(task));
        return;
      }
    }
    const accepted: TaskAcceptedDto = { task_id: id, status: 'pending' };
    void reply.status(202).send(JSON.stringify(accepted));
  }
}
