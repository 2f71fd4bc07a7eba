import { ApiProperty } from '@nestjs/swagger';
import type { WorkerHeartbeat } from '@exoplanet/contracts';

class WorkerModelDto {
  @ApiProperty({ example: 'tabular' }) name!: string;
  @ApiProperty({ example: '1' }) version!: string;
  @ApiProperty() sha256!: string;
  @ApiProperty({ description: 'Execution provider of ONNX Runtime', example: 'cpu' }) provider!: string;
  @ApiProperty({ description: 'Whether it answers requests that name no model' }) default!: boolean;
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
  @ApiProperty({ type: [WorkerModelDto], description: 'Model versions in service' }) models!: WorkerModelDto[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'Versions that a request can name, by model, newest first',
    example: { tabular: ['2', '1'] },
  })
  versions!: Record<string, string[]>;
  @ApiProperty({
    type: [CurrentTaskDto],
    description: 'Commands that are running, at most 100; `task_id` is the id of the command',
  })
  current_tasks!: CurrentTaskDto[];
  @ApiProperty({ description: 'Maximum number of prediction commands that it runs at the same time' })
  capacity!: number;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ description: 'Tasks completed since the start' }) processed!: number;
  @ApiProperty({ description: 'Tasks failed since the start' }) failed!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Mean time to run a command [ms]' })
  mean_processing_time_ms!: number | null;
  @ApiProperty({ description: 'Resident memory [MB]' }) memory_mb!: number;
  @ApiProperty({ description: 'CPU time since the last heartbeat, as a share of one core' }) cpu_load!: number;
  @ApiProperty({ description: 'Time since the start [s]' }) uptime_s!: number;
  @ApiProperty({ format: 'date-time' }) last_heartbeat!: string;
}

export class WorkersStatusDto {
  @ApiProperty({ description: 'Number of live workers' }) count!: number;
  @ApiProperty({ type: [WorkerDto] }) workers!: WorkerDto[];
}
