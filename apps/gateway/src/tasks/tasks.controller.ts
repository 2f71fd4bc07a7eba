import { Controller, Delete, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TaskDto } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { taskJson } from './task-json';
import { TasksService } from './tasks.service';

@ApiTags('tasks')
@ApiParam({ name: 'task_id', example: 'p3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
@ApiProblems('TASK_NOT_FOUND', 'REDIS_UNAVAILABLE')
@Controller('tasks')
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get(':task_id')
  @Roles('read')
  @ApiOkResponse({ type: TaskDto })
  @ApiOperation({ summary: 'State, progress and result of a task' })
  async task(@CurrentCaller() caller: Caller, @Param('task_id') id: string, @Res() reply: FastifyReply): Promise<void> {
    void reply.type('application/json; charset=utf-8').send(await taskJson(await this.tasks.findFor(caller, id)));
  }

  @Delete(':task_id')
  @Roles('submit', 'operate')
  @ApiOkResponse({ type: TaskDto })
  @ApiOperation({
    summary: 'Cancel a task',
    description:
      'A waiting task will not run and a running one stops. A task that has already finished is not changed; the answer shows its state. Cancelling the task of another key needs the role `operate`.',
  })
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply
      .type('application/json; charset=utf-8')
      .send(await taskJson(await this.tasks.cancelFor(caller, id), caller));
  }
}
