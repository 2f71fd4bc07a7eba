import { Module } from '@nestjs/common';
import { WorkerGauges } from './worker-gauges';
import { WorkersController } from './workers.controller';
import { WorkersService } from './workers.service';

@Module({ controllers: [WorkersController], providers: [WorkersService, WorkerGauges], exports: [WorkersService] })
export class WorkersModule {}
