import type { FastifyInstance } from 'fastify';

/** Gives every answer the id of its request. */
export function carryRequestId(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
}
