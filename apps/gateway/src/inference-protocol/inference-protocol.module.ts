import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { PredictionsModule } from '../predictions/predictions.module';
import { TasksModule } from '../tasks/tasks.module';
import { InferenceService } from './inference.service';
import { InferenceProtocolController } from './inference-protocol.controller';

@Module({
  imports: [ModelsModule, PredictionsModule, TasksModule],
  controllers: [InferenceProtocolController],
  providers: [InferenceService],
})
export class InferenceProtocolModule {}
