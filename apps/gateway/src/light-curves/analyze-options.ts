import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  type AnalyzeOptions,
  analyzeOptions,
  conflictingFields,
  DTO_CHECK,
  fieldErrors,
  type GivenTimeSystem,
} from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';
import { LightCurveOptionsDto } from './light-curve.dto';

/** Validates the options of an analysis. @throws AppError VALIDATION_FAILED */
export function analyzeOptionsFrom(fields: Record<string, unknown>): {
  options: AnalyzeOptions;
  time_system?: GivenTimeSystem;
} {
  const dto = plainToInstance(LightCurveOptionsDto, fields);
  const problems = validateSync(dto, DTO_CHECK).flatMap((problem) => fieldErrors(problem));
  if (problems.length > 0) throw validationError(problems);
  const conflicts = conflictingFields(dto);
  if (conflicts.length > 0) throw validationError(conflicts);
  const { time_system } = dto;
  return { options: analyzeOptions(dto), ...(time_system ? { time_system } : {}) };
}
