import type { FastifyInstance } from 'fastify';

/** Content type that a streamed body gets here, whatever the client sent. */
const STREAMED = 'application/vnd.exoplanet.table';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler reads the body as a stream: it is neither parsed nor held in memory. */
    streamedBody?: boolean;
  }
}

/** Lets routes with `streamedBody` take a body of any type as a stream. Forms are read part by part, as elsewhere. */
export function acceptStreams(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers, routeOptions }, _reply, done) => {
    if (routeOptions.config?.streamedBody && !headers['content-type']?.startsWith('multipart/'))
      headers['content-type'] = STREAMED;
    done();
  });
  fastify.addContentTypeParser(STREAMED, (_request, payload, done) => done(null, payload));
}
