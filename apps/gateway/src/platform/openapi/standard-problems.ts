import type { OpenAPIObject } from '@nestjs/swagger';
import type { ErrorCode } from '@exoplanet/contracts';
import { PROBLEM_TYPE, problemResponses, takeProblems } from '../http/api-problems.decorator';

interface Operation {
  parameters?: { in: string }[];
  requestBody?: object;
  responses: Record<string, { $ref?: string; content?: Record<string, object> }>;
}

/** Probes and scrapers are not limited: see `RateLimit`. */
const UNLIMITED = /^\/(health|metrics)(\/|$)/;

/** Adds to every operation its own problems and those that come before its handler, and keeps equal answers once, under `components`. */
export function addStandardProblems(document: OpenAPIObject): void {
  const shared: Record<string, object> = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations as Record<string, Operation>)) {
      const { responses } = operation;
      const codes = new Set([...takeProblems(operation), ...standardCodes(path, method, operation)]);
      for (const [status, response] of Object.entries(problemResponses([...codes]))) {
        // A route may answer the same status with its own content, for example 503 of a health route.
        const own = responses[status]?.content;
        if (own) {
          responses[status] = { ...responses[status], content: { ...own, ...response.content } };
          continue;
        }
        const name = Object.keys(response.content[PROBLEM_TYPE].examples).join('.');
        shared[name] = response;
        responses[status] = { $ref: `#/components/responses/${name}` };
      }
    }
  }
  document.components = { ...document.components, responses: shared } as OpenAPIObject['components'];
}

function* standardCodes(
  path: string,
  method: string,
  { parameters = [], requestBody }: Operation,
): Generator<ErrorCode> {
  yield 'FORBIDDEN';
  if (parameters.length > 0) yield 'VALIDATION_FAILED';
  if (parameters.some((parameter) => parameter.in === 'path')) yield 'NOT_FOUND';
  if (!UNLIMITED.test(path)) yield 'TOO_MANY_REQUESTS';
  if (requestBody) yield* ['MALFORMED_JSON', 'VALIDATION_FAILED', 'OVERLOADED'] as const;
  if (method !== 'get')
    yield* ['REQUEST_TIMEOUT', 'REQUEST_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'MALFORMED_JSON'] as const;
  yield* ['HEADERS_TOO_LARGE', 'INTERNAL_ERROR'] as const;
}
