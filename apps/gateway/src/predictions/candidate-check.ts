import { Ajv } from 'ajv';
import { type CandidateRow, contentProblems, type FieldError, formProblems } from '@exoplanet/contracts';

/** Says what is wrong with candidates. */
export interface CandidateCheck {
  /** Whether a row has the form of a candidate. */
  accepts(row: unknown): boolean;
  /** What is wrong with a row; empty if it is valid. */
  problems(row: unknown): FieldError[];
}

/** Compiles the check of candidates from the JSON Schemas of the API. */
export function compileCandidateCheck(schemas: Record<string, object>): CandidateCheck {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const accepts = ajv.compile({ ...schemas.CandidateDto, components: { schemas } });
  return {
    accepts,
    problems(row: unknown): FieldError[] {
      if (accepts(row)) return contentProblems(row as CandidateRow);
      const problems = formProblems(row);
      // class-transformer drops names such as `constructor` before class-validator can see them.
      return problems.length > 0
        ? problems
        : [{ field: '', message: `the candidate ${accepts.errors?.[0]?.message ?? 'is not valid'}` }];
    },
  };
}
