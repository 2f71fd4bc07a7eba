import { Module } from '@nestjs/common';
import { ControlModule } from '../control/control.module';
import { WorkersModule } from '../workers/workers.module';
import { ModelsController } from './models.controller';
import { ModelsService } from './models.service';
import { ReloadController } from './reload.controller';

@Module({
  imports: [WorkersModule, ControlModule],
  controllers: [ModelsController, ReloadController],
  providers: [ModelsService],
  exports: [ModelsService],
})
export class ModelsModule {}
