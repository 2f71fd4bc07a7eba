import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { AnalysisDto } from '../light-curves/analysis.dto';
import { BatchResultDto, PredictionDto } from '../predictions/prediction.dto';

export const TASK_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Whether a status is the last one of a task. */
export const isFinal = (status: TaskStatus): boolean => status !== 'pending' && status !== 'processing';

export class TaskProgressDto {
  @ApiProperty({ description: 'Share of the work that is done, 0 to 1', minimum: 0, maximum: 1, example: 0.37 })
  fraction!: number;

  @ApiPropertyOptional({
    type: String,
    description: 'What is being done, for example `searching`',
    example: 'searching',
  })
  stage?: string;

  @ApiPropertyOptional({
    type: Number,
    description: 'Share of that stage that is done, 0 to 1',
    minimum: 0,
    maximum: 1,
    example: 0.37,
  })
  stage_fraction?: number;
}

export class TaskErrorDto {
  @ApiProperty({ description: 'Stable code of the failure', example: 'TASK_TIMEOUT' })
  code!: string;

  @ApiProperty({ example: 'The task ran longer than TASK_TIMEOUT' })
  message!: string;
}

export class TaskAcceptedDto {
  @ApiProperty({ example: 'p3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  task_id!: string;

  @ApiProperty({ enum: TASK_STATUSES, example: 'pending' })
  status!: TaskStatus;
}

@ApiExtraModels(PredictionDto, BatchResultDto, AnalysisDto)
export class TaskDto extends TaskAcceptedDto {
  @ApiProperty({ type: TaskProgressDto })
  progress!: TaskProgressDto;

  @ApiProperty({
    nullable: true,
    description:
      'The answer when the task is completed: one prediction, `predictions` in input order for a batch, or the analysis of a light curve',
    oneOf: [
      { $ref: getSchemaPath(PredictionDto) },
      { $ref: getSchemaPath(BatchResultDto) },
      { $ref: getSchemaPath(AnalysisDto) },
    ],
  })
  result!: unknown;

  @ApiProperty({ type: TaskErrorDto, nullable: true, description: 'Why the task failed' })
  error!: TaskErrorDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The worker that runs or ran the task',
    example: 'worker-1',
  })
  worker!: string | null;

  @ApiProperty({ description: 'How often a worker has begun the task', example: 1 })
  attempts!: number;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completed_at!: string | null;
}
