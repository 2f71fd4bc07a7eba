import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a request that submits work says about itself outside its body and query. */
export interface Submission {
  requestId: string;
  /** Name of the caller's API key. */
  owner?: string;
  /** The header `Idempotency-Key`. */
  idempotencyKey?: string;
}

/** The submission of the current request. */
export const CurrentSubmission = createParamDecorator((_data: unknown, context: ExecutionContext): Submission => {
  const { id, caller, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { requestId: id, owner: caller?.name, idempotencyKey: headers['idempotency-key'] as string | undefined };
});
