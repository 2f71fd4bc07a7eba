import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Matches } from 'class-validator';
import { MODEL_ID, type PredictOptions } from '@exoplanet/contracts';

/** An optional boolean that may come as text, from a query or a form. A bare `?name` means true. */
export const OptionalFlag = (name: string, description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: Boolean, default: false, description }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      value === '' || value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
    ),
    IsBoolean({ message: `${name} must be true or false` }),
  );

/** Options of the model, for candidates and light curves alike. */
export class ModelOptionsDto {
  @ApiPropertyOptional({
    description: 'Model to use, as `name` or `name@version`; by default the best one for the data supplied',
    example: 'tabular',
  })
  @IsOptional()
  @IsString()
  @Matches(MODEL_ID, { message: 'model must be a name, or name@version' })
  model?: string;

  @OptionalFlag('explain', 'Add the Shapley contributions of the feature groups')
  explain?: boolean;

  @OptionalFlag('uncertainty', 'Add quantiles of the probability, from drawing the values within their errors')
  uncertainty?: boolean;
}

/** The model options of a query, without its other fields. Equal options give equal JSON texts, which request coalescing uses. */
export function optionsOf({ model, explain, uncertainty }: ModelOptionsDto): PredictOptions {
  return { ...(model ? { model } : {}), ...(explain ? { explain } : {}), ...(uncertainty ? { uncertainty } : {}) };
}
