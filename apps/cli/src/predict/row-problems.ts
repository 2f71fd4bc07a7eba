import { CandidateDto, hasMeasurement, type CandidateRow } from '@exoplanet/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/** What is wrong with a row, by the rules of a request. */
export function rowProblems(row: CandidateRow): { field: string; message: string }[] {
  const found = validateSync(plainToInstance(CandidateDto, row), {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  });
  if (found.length > 0) return found.flatMap((problem) => flat(problem));
  return hasMeasurement(row)
    ? []
    : [{ field: '', message: 'at least one measured value is needed, for example period or radius' }];
}

function flat(
  { property, constraints = {}, children = [] }: ValidationError,
  parent = '',
): { field: string; message: string }[] {
  const field = parent ? `${parent}.${property}` : property;
  return [
    ...Object.values(constraints).map((message) => ({ field, message })),
    ...children.flatMap((child) => flat(child, field)),
  ];
}
