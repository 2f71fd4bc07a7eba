import { Module } from '@nestjs/common';
import { QueueGauge } from './queue-gauge';
import { ReportController } from './report.controller';
import { TaskCounter } from './task-counter';
import { TasksController } from './tasks.controller';
import { TasksService } from './tasks.service';

@Module({
  controllers: [TasksController, ReportController],
  providers: [TasksService, TaskCounter, QueueGauge],
  exports: [TasksService, TaskCounter],
})
export class TasksModule {}
