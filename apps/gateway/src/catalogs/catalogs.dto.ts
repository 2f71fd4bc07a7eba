import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { type ExplainChoice, MODEL_ID } from '@exoplanet/contracts';
import { OptionalFlag } from '../submissions/model-options.dto';

const EXPLAIN = /^(none|all|top:[1-9]\d{0,6})$/;
const MAX_PAGE = 1000;

/** A whole number of the query. */
export const OptionalInt = (
  description: string,
  limits: { default?: number; min: number; max: number },
): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: Number,
      description,
      minimum: limits.min,
      maximum: limits.max,
      default: limits.default,
    }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(limits.min),
    Max(limits.max),
  );

/** Options of an upload, in the query or as fields of a form. */
export class CatalogOptionsDto {
  @ApiPropertyOptional({ description: 'Name of the catalogue; by default that of the file', example: 'koi.csv' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  @ApiPropertyOptional({
    type: String,
    default: 'top:100',
    description:
      'Rows that are explained after all have been scored, with quantiles, in rank order: `none`, `top:N` or `all`',
  })
  @IsOptional()
  @Matches(EXPLAIN, { message: 'explain must be none, all or top:N' })
  explain?: ExplainChoice;

  @ApiPropertyOptional({ description: 'Model to use, as `name` or `name@version`', example: 'tabular' })
  @IsOptional()
  @IsString()
  @Matches(MODEL_ID, { message: 'model must be a name, or name@version' })
  model?: string;
}

/** Of a table that is sent as the body; a form has its own field. */
export class DetectQueryDto {
  @ApiPropertyOptional({ type: String, description: 'The mapping as JSON' })
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  mapping?: string;
}

/** A table as a form, for the documentation. */
export class CatalogFormDto extends CatalogOptionsDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The table' })
  file!: unknown;

  @ApiPropertyOptional({
    type: String,
    description: 'JSON: our fields, each with the column that holds it and its unit, and the mission',
    example: '{"fields":{"period":{"column":"P","unit":"d"}},"source":"TESS"}',
  })
  mapping?: string;
}

const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value);

/** Who reads, where the review is blind. */
export class VoterQueryDto {
  @ApiPropertyOptional({ description: 'Your name as a voter, where API keys are off', example: 'ada' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  voter?: string;

  @OptionalFlag('blind', 'Hide results and dispositions of rows that you have not voted on')
  blind?: boolean;
}

/** Which rows, in which order. */
export class RowSelectionDto extends VoterQueryDto {
  @ApiPropertyOptional({
    description:
      'Columns separated by commas, `-` before one for the reverse order; rows that lack the value come last. `uploaded.NAME` is the uploaded column where a result column has the same name',
    example: '-probability',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  sort?: string;

  @ApiPropertyOptional({
    type: [String],
    description:
      '`column:operator:value`, repeated for several conditions. Operators: eq, ne, lt, le, gt, ge, in (values separated by commas), contains (text), missing (true or false)',
    example: ['prediction:eq:likely_planet', 'koi_period:lt:10'],
  })
  @IsOptional()
  @Transform(asList)
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  filter?: string[];
}

/** A page of rows in a fixed order. */
export class PageQueryDto extends VoterQueryDto {
  @OptionalInt('Rows of the page', { default: 100, min: 1, max: MAX_PAGE })
  limit = 100;

  @ApiPropertyOptional({ description: '`next_cursor` of the previous page; omit it for the first page' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,200}$/, { message: 'cursor must be the next_cursor of a page' })
  cursor?: string;
}

export class RowsQueryDto extends IntersectionType(RowSelectionDto, PageQueryDto) {}

export class CatalogSettingsDto {
  @ApiPropertyOptional({ description: 'A pinned catalogue does not expire' })
  @IsOptional()
  @IsBoolean()
  pinned?: boolean;

  @ApiPropertyOptional({ description: 'Show results and dispositions of a row only after the vote' })
  @IsOptional()
  @IsBoolean()
  blind?: boolean;
}

export class ColumnsQueryDto extends RowSelectionDto {
  @ApiProperty({ description: 'Names of columns separated by commas', example: 'rank,probability,koi_period' })
  @IsString()
  @MinLength(1)
  @MaxLength(5000)
  names!: string;
}

const EXPORT_FORMATS = ['csv', 'ecsv', 'votable', 'jsonl', 'parquet', 'exofop'] as const;

export class ExportQueryDto extends RowSelectionDto {
  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'csv' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  format: (typeof EXPORT_FORMATS)[number] = 'csv';
}
