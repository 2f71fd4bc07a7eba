import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { WorkersService } from './workers.service';

class WorkerModelDto {
  @ApiProperty({ example: 'tabular' }) name!: string;
  @ApiProperty({ example: '1' }) version!: string;
  @ApiProperty() sha256!: string;
  @ApiProperty({ description: 'Execution provider of ONNX Runtime', example: 'cpu' }) provider!: string;
  @ApiProperty({ description: 'Whether it answers when a request names no model' }) default!: boolean;
}

class CurrentTaskDto {
  @ApiProperty() task_id!: string;
  @ApiProperty({ example: 'predict' }) kind!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
}

class WorkerDto implements WorkerHeartbeat {
  @ApiProperty({ example: 'worker-1' }) id!: string;
  @ApiProperty() host!: string;
  @ApiProperty() pid!: number;
  @ApiProperty({ description: 'Version of the software' }) version!: string;
  @ApiProperty({ description: "Base address of the worker's health routes", example: 'http://127.0.0.1:8081' })
  health_address!: string;
  @ApiProperty({ type: [WorkerModelDto], description: 'In service' }) models!: WorkerModelDto[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'Versions that a request can name, by model and newest first',
    example: { tabular: ['2', '1'] },
  })
  versions!: Record<string, string[]>;
  @ApiProperty({ type: [CurrentTaskDto], description: 'Up to 100 tasks that run now' })
  current_tasks!: CurrentTaskDto[];
  @ApiProperty({ description: 'Commands of one kind that it runs at the same time' }) capacity!: number;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ description: 'Tasks finished since start' }) processed!: number;
  @ApiProperty({ description: 'Tasks failed since start' }) failed!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Mean time of a command [ms]' }) mean_processing_time_ms!:
    number | null;
  @ApiProperty({ description: 'Resident memory [MB]' }) memory_mb!: number;
  @ApiProperty({ description: 'Share of one core used since the last heartbeat' }) cpu_load!: number;
  @ApiProperty({ description: 'Time since start [s]' }) uptime_s!: number;
  @ApiProperty({ format: 'date-time' }) last_heartbeat!: string;
}

class WorkersStatusDto {
  @ApiProperty({ description: 'Number of live workers' }) count!: number;
  @ApiProperty({ type: [WorkerDto] }) workers!: WorkerDto[];
}

@ApiTags('workers')
@Controller('workers')
export class WorkersController {
  constructor(private readonly workers: WorkersService) {}

  @Get('status')
  @Roles('read', 'operate')
  @ApiOperation({
    summary: 'The live workers',
    description: 'From the last heartbeat of each; a dead worker disappears within three heartbeats.',
  })
  @ApiOkResponse({ type: WorkersStatusDto })
  @ApiProblems('REDIS_UNAVAILABLE')
  async status(): Promise<WorkersStatusDto> {
    const workers = await this.workers.list();
    return { count: workers.length, workers };
  }
}
