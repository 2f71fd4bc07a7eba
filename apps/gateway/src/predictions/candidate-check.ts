import { Ajv } from 'ajv';
import { readArchiveRow } from '@exoplanet/catalog';
import { type CandidateRow, contentProblems, type FieldError, formProblems } from '@exoplanet/contracts';

/** A row as a candidate, or what is wrong with it. */
export type CheckedRow = { candidate: CandidateRow } | { errors: FieldError[] };

/** Says what is wrong with candidates. */
export interface CandidateCheck {
  /** Whether a row has the form of a candidate. */
  accepts(row: unknown): boolean;
  /** What is wrong with a row; empty if it is valid. */
  problems(row: unknown): FieldError[];
  /** The candidate that a row is, in our field names or in the column names of an archive's table. */
  read(row: unknown): CheckedRow;
}

/** Compiles the check of candidates from the JSON Schemas of the API. */
export function compileCandidateCheck(schemas: Record<string, object>): CandidateCheck {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const accepts = ajv.compile({ ...schemas.CandidateDto, components: { schemas } });
  // What is wrong with a row that Ajv has just rejected.
  const rejections = (row: unknown): FieldError[] => {
    const found = formProblems(row);
    // class-transformer drops names such as `constructor` before class-validator can see them.
    return found.length > 0
      ? found
      : [{ field: '', message: `the candidate ${accepts.errors?.[0]?.message ?? 'is not valid'}` }];
  };
  const problems = (row: unknown): FieldError[] =>
    accepts(row) ? contentProblems(row as CandidateRow) : rejections(row);
  return {
    accepts,
    problems,
    read(row) {
      if (accepts(row)) {
        const errors = contentProblems(row as CandidateRow);
        return errors.length > 0 ? { errors } : { candidate: row as CandidateRow };
      }
      const archive = typeof row === 'object' && row !== null && !Array.isArray(row) ? readArchiveRow(row) : undefined;
      if (archive) return 'error' in archive ? { errors: [fieldError(archive.error)] } : archive;
      return { errors: rejections(row) };
    },
  };
}

const fieldError = ({ column, value, allowed }: { column: string; value: string; allowed: string }): FieldError => ({
  field: column,
  message: `${column || 'the row'} must be ${allowed}; it is ${JSON.stringify(value)}`,
});
