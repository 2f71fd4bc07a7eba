import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type Inspection, INSPECTIONS } from '@exoplanet/contracts';
import { LONGEST_WAIT } from '../http/wait';
import type { ControlAnswers } from './control.service';

export class InspectParamsDto {
  @ApiProperty({
    enum: INSPECTIONS,
    description:
      '`ping`: who answers. `active`: commands that run. `registered`: what is handled and served. `stats`: the heartbeat, fresh. `queues`: what is taken from which queue',
  })
  @IsIn(INSPECTIONS, { message: `what must be one of ${INSPECTIONS.join(', ')}` })
  what!: Inspection;
}

export class DeadlineQueryDto {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0.1,
    maximum: LONGEST_WAIT,
    description: 'Longest time to wait for the replies [s]',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  )
  @IsNumber({}, { message: 'timeout must be a number of seconds' })
  @Min(0.1)
  @Max(LONGEST_WAIT)
  timeout?: number;
}

export class ControlTargetDto {
  @ApiPropertyOptional({ description: 'Only this worker; all of them without it', example: 'worker-1' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  worker?: string;
}

export class WorkerReplyDto {
  @ApiProperty({ description: 'Name of the worker', example: 'worker-1' })
  worker!: string;

  @ApiProperty({ description: 'Whether the worker did what it was asked' })
  ok!: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What it answers; with `ok: false` an object with `code` and `message`',
  })
  answer!: unknown;
}

export class ControlAnswersDto implements ControlAnswers {
  @ApiProperty({ description: 'Workers that were asked: those alive when the request was sent', example: 2 })
  expected!: number;

  @ApiProperty({ type: [WorkerReplyDto], description: 'By the name of the worker' })
  replies!: WorkerReplyDto[];

  @ApiProperty({ type: [String], description: 'Workers that had not replied in time', example: [] })
  missing!: string[];
}
