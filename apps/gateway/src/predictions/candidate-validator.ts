import { Injectable } from '@nestjs/common';
import type { FieldError } from '@exoplanet/contracts';
import { type CandidateCheck, type CheckedRow, compileCandidateCheck } from './candidate-check';

/**
 * Validates candidates. Ajv, compiled from the OpenAPI schema of `CandidateDto`, decides whether a row is valid, fast enough
 * for large batches. For an invalid row, class-validator on the same DTO explains what is wrong.
 */
@Injectable()
export class CandidateValidator {
  private check?: CandidateCheck;

  /** Compiles the check from the application's own schemas; called once, at start. */
  compile(schemas: Record<string, object>): void {
    this.check = compileCandidateCheck(schemas);
  }

  /** Whether a row has the form of a candidate. */
  accepts(row: unknown): boolean {
    return this.compiled.accepts(row);
  }

  /** What is wrong with a row; empty if it is valid. */
  problems(row: unknown): FieldError[] {
    return this.compiled.problems(row);
  }

  /** The candidate that a row is, in our field names or in those of an archive's table. */
  read(row: unknown): CheckedRow {
    return this.compiled.read(row);
  }

  private get compiled(): CandidateCheck {
    if (!this.check) throw new Error('the schema of a candidate has not been compiled');
    return this.check;
  }
}
