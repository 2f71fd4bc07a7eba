import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { SubmissionsModule } from '../submissions/submissions.module';
import { LightCurvesController } from './light-curves.controller';
import { LightCurvesService } from './light-curves.service';
import { UploadSpool } from './upload-spool';

@Module({
  imports: [ModelsModule, SubmissionsModule],
  controllers: [LightCurvesController],
  providers: [LightCurvesService, UploadSpool],
})
export class LightCurvesModule {}
