import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module';
import { ControlController } from './control.controller';
import { ControlService } from './control.service';
import { RepliesController } from './replies.controller';

@Module({
  imports: [WorkersModule],
  controllers: [ControlController, RepliesController],
  providers: [ControlService],
  exports: [ControlService],
})
export class ControlModule {}
