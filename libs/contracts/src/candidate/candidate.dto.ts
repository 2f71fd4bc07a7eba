import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { DIAGNOSTICS, type Field, MAX_VALUE, MEASUREMENTS, type Source, SOURCES } from './fields';
import { IsAbove } from './is-above';

const finite = { allowNaN: false, allowInfinity: false };
const FINITE = { message: '$property must be a finite number' };

/** Declares an optional number on a class, for validation and for OpenAPI. */
function optionalNumber(target: object, property: string, field: Field): void {
  const lowest = field.exclusive_minimum ?? field.minimum ?? -MAX_VALUE;
  const highest = field.maximum ?? MAX_VALUE;
  const exclusive = field.exclusive_minimum !== undefined;
  const decorators = [
    ApiPropertyOptional({
      type: Number,
      nullable: true,
      minimum: lowest,
      maximum: highest,
      ...(exclusive ? { exclusiveMinimum: true } : {}),
      description: field.unit ? `${field.description} [${field.unit}]` : field.description,
      ...(field.example === undefined ? {} : { example: field.example }),
    }),
    IsOptional(),
    IsNumber(finite, FINITE),
    exclusive ? IsAbove(lowest) : Min(lowest),
    Max(highest),
  ];
  for (const decorate of decorators) decorate(target, property);
}

/** Vetting diagnostics, named as in the archive's KOI table. All are optional. */
export class DiagnosticsDto {
  [name: string]: number | null | undefined;
}
for (const field of DIAGNOSTICS) optionalNumber(DiagnosticsDto.prototype, field.name, field);

/**
 * A transit candidate as a user sends it: catalogue values in physical units; an unknown value is left out or null.
 * The measured fields and their errors come from `fields.json`: `<field>`, `<field>_err`, `<field>_err_low`, `<field>_err_high`.
 */
export class CandidateDto {
  @ApiProperty({ enum: SOURCES, description: 'The mission that observed the candidate', example: 'KEPLER' })
  @IsIn(SOURCES)
  source!: Source;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 128,
    description: 'Your name for the candidate, for example its KOI or TOI number; returned with the answer',
    example: 'K00752.01',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  id?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 128,
    description: 'Your name for the star, for example its KIC, TIC or EPIC number',
    example: '10797460',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  star_id?: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: -MAX_VALUE,
    maximum: MAX_VALUE,
    description: 'Mid-transit time [BJD]. Light curves are folded with it; no model uses it as a feature',
    example: 2455003.53875,
  })
  @IsOptional()
  @IsNumber(finite, FINITE)
  @Min(-MAX_VALUE)
  @Max(MAX_VALUE)
  epoch?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 360,
    description:
      'Right ascension of the star [degrees]. A batch is searched for signals of nearby stars with it; no model uses it as a feature',
    example: 291.93423,
  })
  @IsOptional()
  @IsNumber(finite, FINITE)
  @Min(0)
  @Max(360)
  ra?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: -90,
    maximum: 90,
    description: 'Declination of the star [degrees], beside `ra`',
    example: 48.141651,
  })
  @IsOptional()
  @IsNumber(finite, FINITE)
  @Min(-90)
  @Max(90)
  dec?: number | null;

  @ApiPropertyOptional({
    type: () => DiagnosticsDto,
    nullable: true,
    description: 'Vetting diagnostics, where the data-validation pipeline reports them',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DiagnosticsDto)
  diagnostics?: DiagnosticsDto | null;

  /** The measured fields and their errors, by name. */
  [measured: string]: unknown;
}
for (const field of MEASUREMENTS) {
  optionalNumber(CandidateDto.prototype, field.name, field);
  if (!field.errors) continue;
  const error = (suffix: string, description: string) =>
    optionalNumber(CandidateDto.prototype, `${field.name}_${suffix}`, {
      name: `${field.name}_${suffix}`,
      unit: field.unit,
      description,
      minimum: 0,
    });
  error('err', `Uncertainty (1 sigma) of ${field.name} in both directions`);
  error('err_low', `Lower uncertainty (1 sigma, positive) of ${field.name}`);
  error('err_high', `Upper uncertainty (1 sigma, positive) of ${field.name}`);
}
