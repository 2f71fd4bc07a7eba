import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts';
import { ProblemDto, problemOf } from './problem';

/**
 * Prefix of the extensions that carry codes until the document is made. Nest keeps every extension of a class and its methods, but
 * of their answers with the same status only one.
 */
const EXTENSION = 'x-problem-';

export const PROBLEM_TYPE = 'application/problem+json';

/** A documented answer with problems, an example for each of its codes. */
export interface ProblemResponse {
  description: string;
  headers?: Record<string, object>;
  content: { [PROBLEM_TYPE]: { schema: { $ref: string }; examples: Record<string, { value: ProblemDto }> } };
}

/** Documents the errors that a route can return, each with an example. Those that every route can return are added to the document. */
export function ApiProblems(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  return applyDecorators(ApiExtraModels(ProblemDto), ...codes.map((code) => ApiExtension(EXTENSION + code, true)));
}

/** Takes the codes of `ApiProblems`, those of the class and those of the method, out of an operation of the document. */
export function takeProblems(operation: object): ErrorCode[] {
  const extensions = Object.keys(operation).filter((key) => key.startsWith(EXTENSION));
  extensions.forEach((key) => delete (operation as Record<string, unknown>)[key]);
  return extensions.map((key) => key.slice(EXTENSION.length) as ErrorCode);
}

/** The answers with these codes, by status. */
export function problemResponses(codes: readonly ErrorCode[]): Record<string, ProblemResponse> {
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      responseOf(status, codes.filter((code) => ERRORS[code].status === status).sort()),
    ]),
  );
}

function responseOf(status: number, codes: ErrorCode[]): ProblemResponse {
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('. '),
    ...(status === 429 || status === 503
      ? {
          headers: {
            'Retry-After': { description: 'Seconds until the request may be repeated', schema: { type: 'integer' } },
          },
        }
      : {}),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: problemOf(code, ERRORS[code].title, 'req-1') }]),
        ),
      },
    },
  };
}
