import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { EnvDto } from '@exoplanet/platform';

/** Logs one line for each request at level debug; at other levels it adds no hook. */
export function logRequests(fastify: FastifyInstance, { DEBUG, LOG_LEVEL }: EnvDto): void {
  if (!DEBUG && LOG_LEVEL !== 'debug') return;
  const logger = new Logger('http');
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id, method, routeOptions } = request;
    logger.debug({
      request_id: id,
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 100) / 100,
      msg: 'answered',
    });
    done();
  });
}
