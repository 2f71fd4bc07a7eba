import { logContext } from '@exoplanet/platform';
import type { FastifyInstance } from 'fastify';

/** Gives every answer the id of its request, and every log line that is written for it. */
export function carryRequestId(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    logContext.run({ request_id: request.id }, done);
  });
}
