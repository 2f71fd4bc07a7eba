import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { ModelOptionsDto } from './model-options.dto';
import { MAX_WAIT } from './wait';

/** Query of every route that submits work. */
export class SubmissionQueryDto extends ModelOptionsDto {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: MAX_WAIT,
    description: 'Seconds to wait for the result; the header `Prefer: wait=SECONDS` does the same',
  })
  @IsOptional()
  @IsString({ message: 'wait must be given once' })
  wait?: string;
}
