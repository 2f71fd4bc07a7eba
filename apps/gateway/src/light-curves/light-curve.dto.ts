import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { DEFAULT_PLANETS, type Source, SOURCES } from '@exoplanet/contracts';
import { ModelOptionsDto } from '../submissions/model-options.dto';

const MAX_PLANETS = 10;

export const TIME_SYSTEMS = ['BJD', 'BKJD', 'BTJD'] as const;
export type TimeSystem = (typeof TIME_SYSTEMS)[number];

/** Form fields arrive as text; text that is a number becomes one. */
const NumberFromText = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
  );

const OptionalNumber = (unit: string, description: string, { min, max }: { min: number; max: number }) =>
  applyDecorators(
    ApiPropertyOptional({ type: Number, description: `${description} [${unit}]` }),
    NumberFromText(),
    IsOptional(),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message: '$property must be a finite number' }),
    Min(min),
    Max(max),
  );

/** Options of an analysis, next to the photometry: as form fields or as JSON. */
export class LightCurveOptionsDto extends ModelOptionsDto {
  @OptionalNumber('d', 'Known period: with epoch and duration, nothing is searched', { min: 0.01, max: 100_000 })
  period?: number;

  @OptionalNumber('d', 'Known mid-transit time, in the time system of the curve or as BJD', { min: -1e7, max: 1e7 })
  epoch?: number;

  @OptionalNumber('h', 'Known transit duration', { min: 0.01, max: 1000 })
  duration?: number;

  @OptionalNumber('d', 'Shortest period to search', { min: 0.1, max: 100_000 })
  period_min?: number;

  @OptionalNumber('d', 'Longest period to search', { min: 0.1, max: 100_000 })
  period_max?: number;

  @ApiPropertyOptional({
    type: Number,
    default: DEFAULT_PLANETS,
    minimum: 1,
    maximum: MAX_PLANETS,
    description: 'Maximum number of detections',
  })
  @IsOptional()
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Max(MAX_PLANETS)
  max_planets?: number;

  @OptionalNumber('K', 'Stellar effective temperature', { min: 1000, max: 100_000 })
  star_teff?: number;

  @OptionalNumber('log10(cm/s^2)', 'Stellar surface gravity', { min: -2, max: 10 })
  star_logg?: number;

  @OptionalNumber('R_sun', 'Stellar radius', { min: 0.001, max: 2000 })
  star_radius?: number;

  @OptionalNumber('M_sun', 'Stellar mass', { min: 0.001, max: 500 })
  star_mass?: number;

  @OptionalNumber('mag', 'Stellar magnitude in the band of the mission', { min: -30, max: 40 })
  star_mag?: number;

  @ApiPropertyOptional({ enum: SOURCES, description: 'The mission, if the files do not name it' })
  @IsOptional()
  @IsIn(SOURCES)
  source?: Source;

  @ApiPropertyOptional({ enum: TIME_SYSTEMS, description: 'The time system, if the files do not name it' })
  @IsOptional()
  @IsIn(TIME_SYSTEMS)
  time_system?: TimeSystem;
}

const numbers = (description: string, required: boolean) =>
  ({ type: 'array', items: { type: 'number', nullable: true }, description, required }) as const;

/** A light curve as JSON, for the documentation: the arrays are validated while they are copied. */
export class LightCurveDto extends LightCurveOptionsDto {
  @ApiProperty(numbers('Mid-cadence times [d]', true)) time!: (number | null)[];
  @ApiProperty(numbers('Flux in any unit; null where it is missing', true)) flux!: (number | null)[];
  @ApiProperty(numbers('1-sigma error of the flux, in the same unit', false)) flux_err?: (number | null)[];
  @ApiProperty(numbers('Quality flags of the mission', false)) quality?: (number | null)[];
  @ApiProperty(numbers('Flux-weighted centroid, column [pixel]', false)) centroid_col?: (number | null)[];
  @ApiProperty(numbers('Flux-weighted centroid, row [pixel]', false)) centroid_row?: (number | null)[];
}

/** A light curve as a form, for the documentation. */
export class LightCurveFormDto extends LightCurveOptionsDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    description: 'FITS, CSV or JSON files of one star, optionally gzipped: for example several quarters or sectors',
  })
  files!: unknown[];
}
