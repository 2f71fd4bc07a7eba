import { Module } from '@nestjs/common';
import { CurveController } from './curve.controller';
import { QueueGauge } from './queue-gauge';
import { ReportController } from './report.controller';
import { ReportDrawer } from './report-drawer';
import { TaskCounter } from './task-counter';
import { TasksController } from './tasks.controller';
import { TasksService } from './tasks.service';

@Module({
  controllers: [TasksController, ReportController, CurveController],
  providers: [TasksService, TaskCounter, QueueGauge, ReportDrawer],
  exports: [TasksService, TaskCounter],
})
export class TasksModule {}
