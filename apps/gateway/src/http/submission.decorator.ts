import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a request that makes a task tells beside its body and query. */
export interface Submission {
  requestId: string;
  /** Name of the caller's API key. */
  owner?: string;
  /** The headers `Prefer` and `Idempotency-Key`. */
  prefer?: string | string[];
  idempotencyKey?: string;
}

/** The submission of the request that is handled. */
export const FromSubmission = createParamDecorator((_data: unknown, context: ExecutionContext): Submission => {
  const { id, caller, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    requestId: id,
    owner: caller?.name,
    prefer: headers.prefer,
    idempotencyKey: headers['idempotency-key'] as string | undefined,
  };
});
