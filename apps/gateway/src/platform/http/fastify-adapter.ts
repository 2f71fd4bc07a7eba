import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyServerOptions } from 'fastify';
import type { EnvDto } from '@exoplanet/platform';
import { answerMalformedHttp } from './malformed-http';
import { sendProblem, toAppError } from './problem.filter';
import { requestIdOf } from './request-id';

/** Leaves Fastify's errors as they are: Nest would wrap them, and their codes would be lost. */
class PlainFastifyAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/** Fastify with the gateway's limits. */
export function fastifyAdapter(env: EnvDto): FastifyAdapter {
  const options: FastifyServerOptions = {
    bodyLimit: env.MAX_BODY_SIZE,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    // What arrives on a connection that was accepted before the stop is served.
    return503OnClosing: false,
    genReqId: requestIdOf,
    clientErrorHandler: answerMalformedHttp,
    // Errors before routing reach neither hooks nor Nest's filters, for example a URL that cannot be decoded.
    frameworkErrors: (error, request, reply) =>
      sendProblem(reply.header('x-request-id', request.id), request, toAppError(error, env.DEBUG)),
  };
  return new PlainFastifyAdapter(options);
}
