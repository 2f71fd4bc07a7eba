import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ModelsModule } from '../models/models.module';
import { WorkersModule } from '../workers/workers.module';
import { HealthController } from './health.controller';
import { HealthIndicators } from './health-indicators';
import { SystemService } from './system.service';

@Module({
  imports: [TerminusModule.forRoot({ errorLogStyle: 'json', logger: false }), WorkersModule, ModelsModule],
  controllers: [HealthController],
  providers: [HealthIndicators, SystemService],
})
export class HealthModule {}
