import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { sendProblem } from '../http/problem.filter';
import { ApiKeys } from './api-keys';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Protects a gateway without API keys from pages of other sites. CORS only stops such a page from reading the answer: the
 * browser still sends the request, and it would be executed. With keys on, a page without the key can do nothing.
 */
@Injectable()
export class OriginCheck {
  private readonly allowed: readonly string[];
  private readonly on: boolean;

  constructor(keys: ApiKeys, { CORS_ORIGINS }: EnvDto) {
    this.on = !keys.on;
    this.allowed = CORS_ORIGINS;
  }

  /** Whether a browser sent the request for a page of a site that is neither this one nor in `CORS_ORIGINS`. */
  isForeign({ origin, host }: IncomingHttpHeaders): boolean {
    if (!this.on || origin === undefined || this.allowed.includes(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }

  /** Rejects requests of foreign pages that could change something. */
  protect(fastify: FastifyInstance): void {
    if (!this.on) return;
    fastify.addHook('onRequest', (request, reply, done) => {
      if (SAFE_METHODS.includes(request.method) || !this.isForeign(request.headers)) return done();
      const message = `Pages of ${request.headers.origin} may not do this: the origin is not in CORS_ORIGINS`;
      sendProblem(reply, request, new AppError('FORBIDDEN', message));
    });
  }
}
