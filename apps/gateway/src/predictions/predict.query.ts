import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { LONGEST_WAIT } from '../http/wait';
import { flag, ModelOptionsDto } from './model-options.dto';

export class PredictQueryDto extends ModelOptionsDto {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: LONGEST_WAIT,
    description: 'Seconds to wait for the answer; the header `Prefer: wait=SECONDS` does the same',
  })
  @IsOptional()
  @IsString({ message: 'wait must be given once' })
  wait?: string;
}

export class PredictBatchQueryDto extends PredictQueryDto {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'A bad row becomes an error in its place and costs the others nothing',
  })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'partial must be true or false' })
  partial?: boolean;
}
