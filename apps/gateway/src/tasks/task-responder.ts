import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isFinal, type TaskAcceptedDto, type TaskId } from '@exoplanet/contracts';
import { statusOf, taskJson, TasksService } from './tasks.service';

/** Answers a request that made a task: 200 with the finished task when it is ready in time, else 202 with where to look. */
@Injectable()
export class TaskResponder {
  constructor(private readonly tasks: TasksService) {}

  /** @param wait longest time that the caller waits [ms] */
  async answer(reply: FastifyReply, id: TaskId, wait: number): Promise<void> {
    void reply.header('location', `/tasks/${id}`).type('application/json; charset=utf-8');
    if (wait > 0) {
      const task = await this.tasks.outcome(id, wait);
      if (isFinal(statusOf(task))) {
        void reply.status(200).send(await taskJson(task));
        return;
      }
    }
    const accepted: TaskAcceptedDto = { task_id: id, status: 'pending' };
    void reply.status(202).send(JSON.stringify(accepted));
  }
}
