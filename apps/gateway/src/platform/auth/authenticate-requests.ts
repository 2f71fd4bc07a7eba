import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from '../http/problem.filter';
import type { ApiKeys } from './api-keys';
import type { Caller } from './caller';
import { presentedKey } from './presented-key';

const METHODS_WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Finds the caller of each request. A request that may change something is rejected here when it has no valid key, before
 * its body is read. Which role a route needs is checked later, by `RolesGuard`.
 */
export function authenticateRequests(fastify: FastifyInstance, keys: ApiKeys): void {
  fastify.decorateRequest('caller', undefined);
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const key = presentedKey(request.headers);
    const proceed = (caller: Caller | undefined) => {
      request.caller = caller;
      if (caller || METHODS_WITHOUT_BODY.includes(request.method)) done(null, payload);
      else sendProblem(reply, request, new AppError('UNAUTHORIZED'));
    };
    const caller = keys.callerOf(key);
    if (caller || key === undefined) proceed(caller);
    else void keys.identify(key, request.ip).then(proceed);
  });
}
