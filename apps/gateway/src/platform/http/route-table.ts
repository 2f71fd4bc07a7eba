import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from './problem.filter';

/** Which methods each path accepts: distinguishes a wrong method (405) from an unknown path (404). */
@Injectable()
export class RouteTable {
  private routes: { path: RegExp; methods: string[] }[] = [];

  /** Takes the routes of the API from its document. */
  read({ paths }: OpenAPIObject): void {
    this.routes = Object.entries(paths).map(([path, operations]) => ({
      path: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      methods: Object.keys(operations).map((method) => method.toUpperCase()),
    }));
  }

  /**
   * Answers requests without a route, before their body is read, and OPTIONS requests that are not preflights. Add it after the hooks
   * that find the caller, so that callers without a key do not learn which routes exist.
   */
  refuse(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const { method, headers } = request;
      if (method !== 'OPTIONS' || (headers.origin && headers['access-control-request-method'])) return done();
      const message = 'OPTIONS is answered for preflights, with the headers Origin and Access-Control-Request-Method';
      sendProblem(reply, request, new AppError('VALIDATION_FAILED', message));
    });
    fastify.addHook('preParsing', (request, reply, payload, done) => {
      if (!request.is404) return done(null, payload);
      sendProblem(reply, request, this.errorOf(request));
    });
  }

  private errorOf({ method, url }: FastifyRequest): AppError {
    const methods = this.methodsOf(url);
    if (methods.length === 0 || methods.includes(method)) return new AppError('NOT_FOUND', `Cannot ${method} ${url}`);
    const allow = methods.join(', ');
    return new AppError('METHOD_NOT_ALLOWED', `${method} is not supported here; supported are ${allow}`, undefined, {
      allow,
    });
  }

  /** Methods that the path accepts; empty when there is no such path. */
  private methodsOf(url: string): string[] {
    const [path] = url.split('?');
    const methods = this.routes.filter((route) => route.path.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  }
}
