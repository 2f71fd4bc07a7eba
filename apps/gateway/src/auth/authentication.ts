import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from '../http/problem.filter';
import type { ApiKeys } from './api-keys';
import { presentedKey } from './presented-key';

const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Tells who makes each request, before its body is read: what may change something needs a key, so the body of a stranger
 * is not read at all. What the key must allow is each route's matter: see `RolesGuard`.
 */
export function authenticate(fastify: FastifyInstance, keys: ApiKeys): void {
  fastify.decorateRequest('caller', undefined);
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    request.caller = keys.callerOf(presentedKey(request.headers));
    if (request.caller || WITHOUT_BODY.includes(request.method)) done(null, payload);
    else sendProblem(reply, request, new AppError('UNAUTHORIZED'));
  });
}
