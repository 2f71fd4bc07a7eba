import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts';
import { ProblemDto, problemOf } from './problem';

export const PROBLEM_TYPE = 'application/problem+json';

/** A documented answer with problems, an example for each of its codes. */
export interface ProblemResponse {
  description: string;
  headers?: Record<string, object>;
  content: { [PROBLEM_TYPE]: { schema: { $ref: string }; examples: Record<string, { value: ProblemDto }> } };
}

/** Documents the errors that a route can return, each with an example. Those that every route can return are added to the document. */
export function ApiProblems(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...Object.entries(problemResponses(codes)).map(([status, response]) =>
      ApiResponse({ status: Number(status), ...response }),
    ),
  );
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
