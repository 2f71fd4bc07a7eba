import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Matches } from 'class-validator';
import { MODEL_ID, type PredictOptions } from '@exoplanet/contracts';

/** Takes the texts of a query or a form for a truth value; `?explain` alone is true. */
export const flag = () =>
  Transform(({ value }: { value: unknown }) =>
    value === '' || value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  );

/** How a model is asked, for candidates and light curves alike. */
export class ModelOptionsDto {
  @ApiPropertyOptional({
    description: 'Model that answers, as `name` or `name@version`; the best that the data allows when left out',
    example: 'tabular',
  })
  @IsOptional()
  @IsString()
  @Matches(MODEL_ID, { message: 'model must be a name, or name@version' })
  model?: string;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Add the Shapley contributions of the feature groups',
  })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'explain must be true or false' })
  explain?: boolean;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Add the quantiles of the probability when the values are drawn within their errors',
  })
  @IsOptional()
  @flag()
  @IsBoolean({ message: 'uncertainty must be true or false' })
  uncertainty?: boolean;
}

/** The options of a command, and nothing else of the query: equal options make equal texts, so that requests can be gathered. */
export function optionsOf({ model, explain, uncertainty }: ModelOptionsDto): PredictOptions {
  return { ...(model ? { model } : {}), ...(explain ? { explain } : {}), ...(uncertainty ? { uncertainty } : {}) };
}
