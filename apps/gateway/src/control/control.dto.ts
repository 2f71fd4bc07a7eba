import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type Inspection, INSPECTIONS } from '@exoplanet/contracts';
import type { ControlAnswers } from './control.service';

/** Longest time that a request may wait for replies [s]. */
const MAX_TIMEOUT = 60;

export class InspectParamsDto {
  @ApiProperty({
    enum: INSPECTIONS,
    description:
      '`ping`: whether the worker replies. `active`: running commands. `registered`: handlers and served models. `stats`: a current heartbeat. `queues`: the queues that the worker consumes',
  })
  @IsIn(INSPECTIONS, { message: `what must be one of ${INSPECTIONS.join(', ')}` })
  what!: Inspection;
}

export class DeadlineQueryDto {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0.1,
    maximum: MAX_TIMEOUT,
    description: 'Longest time to wait for replies [s]',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  )
  @IsNumber({}, { message: 'timeout must be a number of seconds' })
  @Min(0.1)
  @Max(MAX_TIMEOUT)
  timeout?: number;
}

export class ControlTargetDto {
  @ApiPropertyOptional({ description: 'Name of one worker; all workers by default', example: 'worker-1' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  worker?: string;
}

export class WorkerReplyDto {
  @ApiProperty({ description: 'Name of the worker', example: 'worker-1' })
  worker!: string;

  @ApiProperty({ description: 'Whether the worker carried out the request' })
  ok!: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What the worker replied; with `ok: false`, an object with `code` and `message`',
  })
  answer!: unknown;
}

export class ControlAnswersDto implements ControlAnswers {
  @ApiProperty({ description: 'Number of workers asked: those alive when the request was sent', example: 2 })
  expected!: number;

  @ApiProperty({ type: [WorkerReplyDto], description: 'Sorted by the name of the worker' })
  replies!: WorkerReplyDto[];

  @ApiProperty({ type: [String], description: 'Workers that did not reply in time', example: [] })
  missing!: string[];
}
