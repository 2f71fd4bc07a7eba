import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min, validateSync } from 'class-validator';
import {
  type AnalyzeOptions,
  analyzeOptions,
  AppError,
  conflictingFields,
  DEFAULT_PLANETS,
  DTO_CHECK,
  fieldErrors,
  type LightCurveColumns,
  type Source,
  SOURCES,
} from '@exoplanet/contracts';
import { validationError } from '../http/validation';
import { ModelOptionsDto } from '../predictions/model-options.dto';

const finite = { allowNaN: false, allowInfinity: false };
const FINITE = { message: '$property must be a finite number' };
const MOST_PLANETS = 10;

/** Form fields come as text: a text that is a number is taken as one. */
const numeric = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
  );

function OptionalNumber(
  unit: string,
  description: string,
  { above = 0, below = 1e12 }: { above?: number; below?: number } = {},
): PropertyDecorator {
  return (target, property) => {
    const decorators = [
      ApiPropertyOptional({ type: Number, description: unit ? `${description} [${unit}]` : description }),
      numeric(),
      IsOptional(),
      IsNumber(finite, FINITE),
      Min(above),
      Max(below),
    ];
    for (const decorate of decorators) decorate(target, property);
  };
}

/** What may be said beside the photometry, as form fields or as JSON. */
export class LightCurveOptionsDto extends ModelOptionsDto {
  @OptionalNumber('d', 'Known period: with epoch and duration nothing is searched', { above: 0.01, below: 100_000 })
  period?: number;

  @OptionalNumber('d', 'Known mid-transit time, in the time system of the curve or as BJD', { above: -1e7, below: 1e7 })
  epoch?: number;

  @OptionalNumber('h', 'Known transit duration', { above: 0.01, below: 1000 })
  duration?: number;

  @OptionalNumber('d', 'Shortest period of the search', { above: 0.1, below: 100_000 })
  period_min?: number;

  @OptionalNumber('d', 'Longest period of the search', { above: 0.1, below: 100_000 })
  period_max?: number;

  @ApiPropertyOptional({
    type: Number,
    default: DEFAULT_PLANETS,
    minimum: 1,
    maximum: MOST_PLANETS,
    description: 'Most detections that are looked for',
  })
  @IsOptional()
  @numeric()
  @IsInt()
  @Min(1)
  @Max(MOST_PLANETS)
  max_planets?: number;

  @OptionalNumber('K', 'Stellar effective temperature', { above: 1000, below: 100_000 })
  star_teff?: number;

  @OptionalNumber('log10(cm/s^2)', 'Stellar surface gravity', { above: -2, below: 10 })
  star_logg?: number;

  @OptionalNumber('R_sun', 'Stellar radius', { above: 0.001, below: 2000 })
  star_radius?: number;

  @OptionalNumber('M_sun', 'Stellar mass', { above: 0.001, below: 500 })
  star_mass?: number;

  @OptionalNumber('mag', 'Stellar magnitude in the band of the mission', { above: -30, below: 40 })
  star_mag?: number;

  @ApiPropertyOptional({ enum: SOURCES, description: 'The mission, where the files do not tell it' })
  @IsOptional()
  @IsIn(SOURCES)
  source?: Source;

  @ApiPropertyOptional({ enum: ['BJD', 'BKJD', 'BTJD'], description: 'Time system, where the files do not tell it' })
  @IsOptional()
  @IsIn(['BJD', 'BKJD', 'BTJD'])
  time_system?: 'BJD' | 'BKJD' | 'BTJD';
}

const numbers = (description: string, required: boolean) =>
  ({ type: 'array', items: { type: 'number', nullable: true }, description, required }) as const;

/** A light curve as JSON, for the documentation: its arrays are checked while they are copied. */
export class LightCurveDto extends LightCurveOptionsDto {
  @ApiProperty(numbers('Mid-cadence times [d]', true)) time!: (number | null)[];
  @ApiProperty(numbers('Flux in any unit; null where it is missing', true)) flux!: (number | null)[];
  @ApiProperty(numbers('1 sigma of the flux, same unit', false)) flux_err?: (number | null)[];
  @ApiProperty(numbers('Quality flags of the mission', false)) quality?: (number | null)[];
  @ApiProperty(numbers('Flux-weighted centroid, column [pixel]', false)) centroid_col?: (number | null)[];
  @ApiProperty(numbers('Flux-weighted centroid, row [pixel]', false)) centroid_row?: (number | null)[];
}

/** The same as a form, for the documentation. */
export class LightCurveFormDto extends LightCurveOptionsDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    description: 'FITS, CSV or JSON files of one star, gzipped or not: several quarters or sectors',
  })
  files!: unknown[];
}

/** Checks what was said beside the photometry. @throws AppError VALIDATION_FAILED */
export function optionsFrom(fields: Record<string, unknown>): {
  options: AnalyzeOptions;
  timeSystem?: 'BJD' | 'BKJD' | 'BTJD';
} {
  const dto = plainToInstance(LightCurveOptionsDto, fields);
  const problems = validateSync(dto, DTO_CHECK).flatMap((problem) => fieldErrors(problem));
  if (problems.length > 0) throw validationError(problems);
  const conflicts = conflictingFields(dto);
  if (conflicts.length > 0) throw validationError(conflicts);
  return { options: analyzeOptions(dto), timeSystem: dto.time_system };
}

const COLUMNS = ['time', 'flux', 'flux_err', 'quality', 'centroid_col', 'centroid_row'] as const;

/** Takes the arrays out of a JSON body. @throws AppError VALIDATION_FAILED */
export function columnsFrom(body: Record<string, unknown>): {
  columns: LightCurveColumns;
  rest: Record<string, unknown>;
} {
  const rest = { ...body };
  const columns: Partial<Record<(typeof COLUMNS)[number], Float64Array>> = {};
  for (const name of COLUMNS) {
    if (rest[name] !== undefined && rest[name] !== null) columns[name] = column(name, rest[name]);
    delete rest[name];
  }
  const { time, flux } = columns;
  if (!time || !flux)
    throw new AppError('VALIDATION_FAILED', 'time and flux are needed', [
      { field: time ? 'flux' : 'time', message: 'time and flux are needed, as lists of numbers' },
    ]);
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== time.length)
      throw validationError([{ field: name, message: `${name} has ${length} values, time has ${time.length}` }]);
  }
  return { columns: { ...columns, time, flux }, rest };
}

function column(name: string, value: unknown): Float64Array {
  if (!Array.isArray(value)) throw validationError([{ field: name, message: `${name} must be a list of numbers` }]);
  return Float64Array.from(value as unknown[], (one, index) => {
    if (one === null) return NaN;
    if (typeof one !== 'number' || !Number.isFinite(one))
      throw validationError([
        { field: `${name}[${index}]`, message: `${name}[${index}] must be a finite number or null` },
      ]);
    return one;
  });
}
