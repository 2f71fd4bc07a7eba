import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import { type CandidateRow, contentProblems, type FieldError, formProblems } from '@exoplanet/contracts';
import { toJsonSchemas } from '../platform/openapi/json-schema';

/**
 * Validates candidates. Ajv, compiled from the OpenAPI schema of `CandidateDto`, decides whether a row is valid, fast enough
 * for large batches. For an invalid row, class-validator on the same DTO explains what is wrong.
 */
@Injectable()
export class CandidateValidator {
  private check?: ValidateFunction;

  /** Compiles the check from the application's own OpenAPI document; called once, at start. */
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

  /** What is wrong with a row; empty if it is valid. */
  problems(row: unknown): FieldError[] {
    if (!this.accepts(row)) {
      const problems = formProblems(row);
      // class-transformer drops names such as `constructor` before class-validator can see them.
      return problems.length > 0
        ? problems
        : [{ field: '', message: `the candidate ${this.check?.errors?.[0]?.message ?? 'is not valid'}` }];
    }
    return contentProblems(row as CandidateRow);
  }
}
