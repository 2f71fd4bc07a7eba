import type { PredictOptions } from '@exoplanet/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Matches } from 'class-validator';
import { LONGEST_WAIT } from '../http/wait';

const flag = () => Transform(({ value }: { value: unknown }) => (value === '' || value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value));

export class WaitQueryDto {
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: LONGEST_WAIT, description: 'Seconds to wait for the answer; the header `Prefer: wait=SECONDS` does the same' })
  @IsOptional()
  @IsString({ message: 'wait must be given once' })
  wait?: string;
}

export class PredictQueryDto extends WaitQueryDto {
  @ApiPropertyOptional({ description: 'Model that answers, as `name` or `name@version`; the best that the data allows when left out', example: 'tabular' })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z][a-z0-9_-]{0,63}(@[0-9][0-9A-Za-z.-]{0,31})?$/, { message: 'model must be a name, or name@version' })
  model?: string;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Add the Shapley contributions of the feature groups' })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'explain must be true or false' })
  explain?: boolean;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Add the quantiles of the probability when the inputs are drawn within their errors' })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'uncertainty must be true or false' })
  uncertainty?: boolean;
}

export class PredictBatchQueryDto extends PredictQueryDto {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'A bad row becomes an error in its place and costs the others nothing' })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'partial must be true or false' })
  partial?: boolean;
}

/** The options of a command, and nothing else of the query: equal options make equal texts, so that requests can be gathered. */
export function optionsOf({ model, explain, uncertainty }: PredictQueryDto): PredictOptions {
  return { ...(model ? { model } : {}), ...(explain ? { explain } : {}), ...(uncertainty ? { uncertainty } : {}) };
}
