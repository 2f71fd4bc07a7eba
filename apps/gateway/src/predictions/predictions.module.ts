import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { SubmissionsModule } from '../submissions/submissions.module';
import { CandidateValidator } from './candidate-validator';
import { PredictionsController } from './predictions.controller';
import { PredictionsService } from './predictions.service';

@Module({
  imports: [ModelsModule, SubmissionsModule],
  controllers: [PredictionsController],
  providers: [PredictionsService, CandidateValidator],
  exports: [PredictionsService, CandidateValidator],
})
export class PredictionsModule {}
