import { type CandidateRow, contentProblems, type FieldError, formProblems } from '@exoplanet/contracts';

/** What is wrong with a row, by the rules of POST /predict. */
export function rowProblems(row: CandidateRow): FieldError[] {
  const problems = formProblems(row);
  return problems.length > 0 ? problems : contentProblems(row);
}
