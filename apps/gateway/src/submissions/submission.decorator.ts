import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { waitOf } from './wait';

/** The options that every request that submits work has in common. */
export interface Submission {
  requestId: string;
  /** Name of the caller's API key. */
  owner?: string;
  /** The header `Idempotency-Key`. */
  idempotencyKey?: string;
  /** How long the request waits for the result [ms]; 0 to return at once. */
  waitMs: number;
}

/** The submission of the current request. @throws AppError VALIDATION_FAILED where `wait` is not a number of seconds */
export const CurrentSubmission = createParamDecorator((_data: unknown, context: ExecutionContext): Submission => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { wait?: unknown } }>>();
  const { id, caller, headers, query } = request;
  return {
    requestId: id,
    owner: caller?.name,
    idempotencyKey: headers['idempotency-key'] as string | undefined,
    waitMs: waitOf(query.wait, headers.prefer),
  };
});
