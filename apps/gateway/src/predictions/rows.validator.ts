import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import { type CandidateRow, contentProblems, type FieldError, formProblems } from '@exoplanet/contracts';
import { toJsonSchemas } from '../openapi/json-schema';

/**
 * Checks candidates. Ajv, compiled from the OpenAPI schema of `CandidateDto`, says whether a row is right, at the speed that batches need;
 * where it is not, class-validator, on the same DTO, says what is wrong.
 */
@Injectable()
export class RowsValidator {
  private check?: ValidateFunction;

  /** Compiles the check from the application's own OpenAPI document; once, at start. */
  compile(document: OpenAPIObject): void {
    const schemas = toJsonSchemas(document.components?.schemas ?? {});
    const ajv = new Ajv({ strict: false, validateFormats: false });
    this.check = ajv.compile({ ...schemas.CandidateDto, components: { schemas } });
  }

  /** Whether a row has the form of a candidate. */
  accepts(row: unknown): boolean {
    if (!this.check) throw new Error('the schema of a candidate has not been compiled');
    return this.check(row);
  }

  /** What is wrong with a row; empty when nothing is. */
  problems(row: unknown): FieldError[] {
    if (!this.accepts(row)) {
      const problems = formProblems(row);
      // class-transformer drops names like `constructor` before class-validator can see them.
      return problems.length > 0
        ? problems
        : [{ field: '', message: `the candidate ${this.check?.errors?.[0]?.message ?? 'is not valid'}` }];
    }
    return contentProblems(row as CandidateRow);
  }
}
