import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type AnalyzeOptions, DTO_CHECK, fieldErrors } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation.pipe';
import { DEFAULT_PLANETS, LightCurveOptionsDto, type TimeSystem } from './light-curve.dto';

/** Validates the options of an analysis. @throws AppError VALIDATION_FAILED */
export function analyzeOptionsFrom(fields: Record<string, unknown>): {
  options: AnalyzeOptions;
  time_system?: TimeSystem;
} {
  const dto = plainToInstance(LightCurveOptionsDto, fields);
  const problems = validateSync(dto, DTO_CHECK).flatMap((problem) => fieldErrors(problem));
  if (problems.length > 0) throw validationError(problems);
  requireWholeEphemeris(dto);
  requirePeriodRange(dto);
  const { star_teff, star_logg, star_radius, star_mass, star_mag, time_system, ...rest } = dto;
  const { max_planets = DEFAULT_PLANETS, ...others } = rest;
  const star = { teff: star_teff, logg: star_logg, radius: star_radius, mass: star_mass, magnitude: star_mag };
  const options = { ...withoutUndefined(others), max_planets, star: withoutUndefined(star) };
  return { options, ...(time_system ? { time_system } : {}) };
}

function requireWholeEphemeris({ period, epoch, duration }: LightCurveOptionsDto): void {
  const given = [period, epoch, duration].filter((value) => value !== undefined).length;
  if (given === 1 || given === 2)
    throw validationError([
      { field: 'period', message: 'period, epoch and duration must be given together or not at all' },
    ]);
}

function requirePeriodRange({ period_min: min, period_max: max }: LightCurveOptionsDto): void {
  if (min !== undefined && max !== undefined && min >= max)
    throw validationError([{ field: 'period_min', message: 'period_min must be less than period_max' }]);
}

const withoutUndefined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
