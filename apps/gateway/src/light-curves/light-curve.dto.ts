import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import {
  DEFAULT_PLANETS,
  GIVEN_TIME_SYSTEMS,
  type GivenTimeSystem,
  MAX_MASKED,
  QUALITY_LEVELS,
  type QualityLevel,
  type Source,
  SOURCES,
} from '@exoplanet/contracts';
import { ModelOptionsDto, OptionalFlag } from '../submissions/model-options.dto';

const MAX_PLANETS = 10;
/** Characters of a list of ephemerides. */
const MAX_MASK_TEXT = 1000;
const MAX_COLUMN_NAME = 80;
/** Quality flags have 32 bits. */
const MAX_MASK = 2 ** 32 - 1;

/** A level of `QUALITY_LEVELS`, or a whole number of 32 bits. */
const IsQualityMask = () =>
  ValidateBy({
    name: 'isQualityMask',
    validator: {
      validate: (value: unknown) =>
        (QUALITY_LEVELS as readonly unknown[]).includes(value) ||
        (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_MASK),
      defaultMessage: () => `quality_mask must be ${QUALITY_LEVELS.join(', ')} or a whole number from 0 to ${MAX_MASK}`,
    },
  });

/** Form fields arrive as text; text that is a number becomes one. */
const NumberFromText = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
  );

const OptionalNumber = (unit: string, description: string, { min, max }: { min: number; max: number }) =>
  applyDecorators(
    ApiPropertyOptional({ type: Number, description: unit ? `${description} [${unit}]` : description }),
    NumberFromText(),
    IsOptional(),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message: '$property must be a finite number' }),
    Min(min),
    Max(max),
  );

/** Options of an analysis, next to the photometry: as form fields or as JSON. */
export class LightCurveOptionsDto extends ModelOptionsDto {
  @OptionalNumber('d', 'Known period; given together with epoch and duration, and then nothing is searched', {
    min: 0.01,
    max: 100_000,
  })
  period?: number;

  @OptionalNumber('d', 'Known mid-transit time, as BJD, in `time_system`, or else in the time system of the curve', {
    min: -1e7,
    max: 1e7,
  })
  epoch?: number;

  @OptionalNumber('h', 'Known transit duration', { min: 0.01, max: 1000 })
  duration?: number;

  @OptionalNumber('d', 'Shortest period to search', { min: 0.1, max: 100_000 })
  period_min?: number;

  @OptionalNumber('d', 'Longest period to search', { min: 0.1, max: 100_000 })
  period_max?: number;

  @OptionalNumber('h', 'Shortest transit to search', { min: 0.05, max: 100 })
  duration_min?: number;

  @OptionalNumber('h', 'Longest transit to search; 15 by default', { min: 0.1, max: 100 })
  duration_max?: number;

  @OptionalNumber(
    '',
    'Minimum multiple event statistic of a detection; by default 7.1, or 5 where the signal detection efficiency of the period is 6 or more and nothing stronger was found',
    { min: 4, max: 1000 },
  )
  min_mes?: number;

  @ApiPropertyOptional({
    type: Number,
    default: 3,
    minimum: 2,
    maximum: 100,
    description: 'Minimum number of transits of a detection',
  })
  @IsOptional()
  @NumberFromText()
  @IsInt()
  @Min(2)
  @Max(100)
  min_transits?: number;

  @OptionalNumber('h', 'Window of the detrending; by default it is chosen by the transit durations', {
    min: 2,
    max: 2000,
  })
  detrend_window?: number;

  @ApiPropertyOptional({
    maxLength: MAX_MASK_TEXT,
    example: '9.488:138.7:3,54.42:140.1:4.6',
    description: `Known transits that are taken out before the search, at most ${MAX_MASKED}: period:epoch:duration [d, d, h], separated by commas`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_MASK_TEXT)
  mask?: string;

  @OptionalNumber(
    '',
    'First coefficient of quadratic limb darkening, given together with limb_u2; by default both follow from the star and the mission',
    {
      min: 0,
      max: 1,
    },
  )
  limb_u1?: number;

  @OptionalNumber('', 'Second coefficient of quadratic limb darkening', { min: -0.5, max: 1 })
  limb_u2?: number;

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

  @OptionalNumber('K', 'Error (1 sigma) of the stellar effective temperature', { min: 1e-6, max: 100000 })
  star_teff_err?: number;

  @OptionalNumber('log10(cm/s^2)', 'Stellar surface gravity', { min: -2, max: 10 })
  star_logg?: number;

  @OptionalNumber('log10(cm/s^2)', 'Error (1 sigma) of the stellar surface gravity', { min: 1e-6, max: 10 })
  star_logg_err?: number;

  @OptionalNumber('R_sun', 'Stellar radius', { min: 0.001, max: 2000 })
  star_radius?: number;

  @OptionalNumber('R_sun', 'Error (1 sigma) of the stellar radius', { min: 1e-6, max: 2000 })
  star_radius_err?: number;

  @OptionalNumber('M_sun', 'Stellar mass', { min: 0.001, max: 500 })
  star_mass?: number;

  @OptionalNumber('mag', 'Stellar magnitude in the band of the mission', { min: -30, max: 40 })
  star_mag?: number;

  @OptionalNumber('mag', 'Error (1 sigma) of the stellar magnitude', { min: 1e-6, max: 40 })
  star_mag_err?: number;

  @ApiPropertyOptional({ enum: SOURCES, description: 'The mission, if the files do not name it' })
  @IsOptional()
  @IsIn(SOURCES)
  source?: Source;

  @ApiPropertyOptional({
    enum: GIVEN_TIME_SYSTEMS,
    description:
      'Time system of the files, in place of what they state. BKJD = BJD - 2454833, BTJD = BJD - 2457000, MJD = JD - 2400000.5',
  })
  @IsOptional()
  @IsIn(GIVEN_TIME_SYSTEMS)
  time_system?: GivenTimeSystem;

  @ApiPropertyOptional({
    maxLength: MAX_COLUMN_NAME,
    description: 'Column of every file that holds the flux; by default the best one that the product has',
    example: 'SAP_FLUX',
  })
  @IsOptional()
  @IsString()
  @Length(1, MAX_COLUMN_NAME)
  flux_column?: string;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: [...QUALITY_LEVELS] },
      { type: 'integer', minimum: 0, maximum: MAX_MASK },
    ],
    default: 'default',
    description:
      'Which quality flags drop a cadence: those that the mission recommends, none, a stricter choice, or the bits as a number',
  })
  @IsOptional()
  @NumberFromText()
  @IsQualityMask()
  quality_mask?: QualityLevel | number;

  @OptionalFlag(
    'same_star',
    'The files are of one star, although they name it differently, as a KIC and a TIC number do',
  )
  same_star?: boolean;
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
