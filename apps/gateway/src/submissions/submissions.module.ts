import { Module } from '@nestjs/common';
import { TasksModule } from '../tasks/tasks.module';
import { PayloadMemoryGauge } from './payload-memory-gauge';
import { QueueLimit } from './queue-limit';
import { SubmissionsService } from './submissions.service';
import { TaskResponder } from './task-responder';

/** What every route that submits work shares: ids, idempotency keys, options, tracing and the answer. */
@Module({
  imports: [TasksModule],
  providers: [SubmissionsService, QueueLimit, TaskResponder, PayloadMemoryGauge],
  exports: [SubmissionsService, TaskResponder, TasksModule],
})
export class SubmissionsModule {}
