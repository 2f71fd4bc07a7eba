import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { type ErrorCode, ERRORS } from '../errors/catalogue';
import { AnalysisDto } from '../light-curves/analysis.dto';
import { BatchResultDto, PredictionDto } from '../predictions/prediction.dto';
import { ImportResultDto } from './import-result.dto';

export const TASK_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Whether a task with this status has ended. */
export const isFinal = (status: TaskStatus): boolean => status !== 'pending' && status !== 'processing';

export class TaskProgressDto {
  @ApiProperty({ description: 'Fraction of the work that is done, 0 to 1', minimum: 0, maximum: 1, example: 0.37 })
  fraction!: number;

  @ApiPropertyOptional({
    type: String,
    description: 'Current stage of the work, for example `searching`',
    example: 'searching',
  })
  stage?: string;

  @ApiPropertyOptional({
    type: Number,
    description: 'Fraction of the current stage that is done, 0 to 1',
    minimum: 0,
    maximum: 1,
    example: 0.37,
  })
  stage_fraction?: number;

  @ApiPropertyOptional({
    type: Number,
    description: 'Rows of a catalogue that the current stage has done',
    example: 4000,
  })
  rows_done?: number;

  @ApiPropertyOptional({ type: Number, description: 'Rows of the current stage, where their number is known' })
  rows_total?: number;

  @ApiPropertyOptional({ type: Number, description: 'Rows a second in the current stage' })
  rows_per_second?: number;

  @ApiPropertyOptional({
    type: Number,
    description:
      'Time until the end of the current stage, at this rate. For the search of a light curve: a rough upper limit of its processor time, known before it starts [s]',
  })
  seconds_left?: number;
}

export class TaskErrorDto {
  @ApiProperty({ enum: Object.keys(ERRORS), description: 'Stable code of the failure', example: 'TASK_TIMEOUT' })
  code!: ErrorCode;

  @ApiProperty({ example: 'The task ran longer than TASK_TIMEOUT' })
  message!: string;
}

export class TaskAcceptedDto {
  @ApiProperty({ example: 'p3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  task_id!: string;

  @ApiProperty({ enum: TASK_STATUSES, example: 'pending' })
  status!: TaskStatus;
}

@ApiExtraModels(PredictionDto, BatchResultDto, AnalysisDto, ImportResultDto)
export class TaskDto extends TaskAcceptedDto {
  @ApiProperty({ type: TaskProgressDto })
  progress!: TaskProgressDto;

  @ApiProperty({
    nullable: true,
    description:
      'The answer of a completed task: one prediction, `predictions` in input order for a batch, the analysis of a light curve, or the id of a catalogue. Otherwise null',
    oneOf: [
      { $ref: getSchemaPath(PredictionDto) },
      { $ref: getSchemaPath(BatchResultDto) },
      { $ref: getSchemaPath(AnalysisDto) },
      { $ref: getSchemaPath(ImportResultDto) },
    ],
  })
  result!: unknown;

  @ApiProperty({ type: TaskErrorDto, nullable: true, description: 'Why the task failed; otherwise null' })
  error!: TaskErrorDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The worker that runs the task, or ran it last',
    example: 'worker-1',
  })
  worker!: string | null;

  @ApiProperty({ description: 'How many times a worker has started the task', example: 1 })
  attempts!: number;

  @ApiProperty({ format: 'date-time', description: 'When the task was submitted' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the last run started' })
  started_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the task completed, failed or was cancelled',
  })
  completed_at!: string | null;
}
