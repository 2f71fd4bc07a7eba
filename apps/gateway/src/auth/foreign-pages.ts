import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from '../http/problem.filter';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether a browser sends this for a page of another site that `CORS_ORIGINS` does not name. Such a page cannot read the
 * answer, but what it asks would be done.
 */
export function isFromForeignPage({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Keeps pages of other sites from using a gateway that needs no key. */
export function refuseForeignPages(fastify: FastifyInstance, allowed: readonly string[]): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (SAFE.includes(request.method) || !isFromForeignPage(request.headers, allowed)) return done();
    sendProblem(
      reply,
      request,
      new AppError('FORBIDDEN', `Pages of ${request.headers.origin} may not do this: CORS_ORIGINS does not name them`),
    );
  });
}
