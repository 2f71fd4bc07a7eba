import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from '../http/problem.filter';
import type { ApiKeys } from './api-keys';
import { presentedKey } from './presented-key';
import { WrongKeys } from './wrong-keys';

const METHODS_WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Finds the caller of each request. A request that may change something is rejected here when it has no valid key, before
 * its body is read. Which role a route needs is checked later, by `RolesGuard`.
 */
export function authenticateRequests(fastify: FastifyInstance, keys: ApiKeys): void {
  const wrongKeys = new WrongKeys();
  fastify.decorateRequest('caller', undefined);
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const key = presentedKey(request.headers);
    request.caller = keys.callerOf(key);
    const proceed = () => {
      if (request.caller || METHODS_WITHOUT_BODY.includes(request.method)) done(null, payload);
      else sendProblem(reply, request, new AppError('UNAUTHORIZED'));
    };
    if (request.caller || key === undefined) proceed();
    else void wrongKeys.delay(request.ip).then(proceed);
  });
}
