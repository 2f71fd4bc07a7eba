import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { sendProblem } from '../http/problem.filter';
import { AllowedHosts } from './allowed-hosts';
import { ApiKeys } from './api-keys';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Protects a gateway without API keys from pages of other sites. CORS only stops such a page from reading the answer: the
 * browser still sends the request, and it would be executed. With keys on, a page without the key can do nothing.
 */
@Injectable()
export class OriginCheck {
  private readonly origins: readonly string[];
  private readonly hosts: AllowedHosts;
  private readonly on: boolean;

  constructor(keys: ApiKeys, { ALLOWED_HOSTS, CORS_ORIGINS }: EnvDto) {
    this.on = !keys.on;
    this.hosts = new AllowedHosts(ALLOWED_HOSTS);
    this.origins = CORS_ORIGINS;
  }

  /** Why a request of a browser is refused: it names a foreign host, or a page of a foreign site sent it. */
  refusalOf(headers: IncomingHttpHeaders): string | undefined {
    return this.hostRefusal(headers) ?? this.originRefusal(headers);
  }

  /** Refuses requests to foreign hosts, and those of foreign pages that could change something. */
  protect(fastify: FastifyInstance): void {
    if (!this.on) return;
    fastify.addHook('onRequest', (request, reply, done) => {
      const { headers, method } = request;
      const reason =
        this.hostRefusal(headers) ?? (SAFE_METHODS.includes(method) ? undefined : this.originRefusal(headers));
      if (reason === undefined) done();
      else sendProblem(reply, request, new AppError('FORBIDDEN', reason));
    });
  }

  private hostRefusal({ host }: IncomingHttpHeaders): string | undefined {
    if (!this.on || this.hosts.allows(host)) return undefined;
    return `The host ${JSON.stringify(host?.slice(0, 100))} is not in ALLOWED_HOSTS`;
  }

  private originRefusal({ origin, host }: IncomingHttpHeaders): string | undefined {
    if (!this.on || origin === undefined || this.origins.includes(origin)) return undefined;
    if (URL.canParse(origin) && new URL(origin).host === host) return undefined;
    return `The origin ${JSON.stringify(origin.slice(0, 100))} is not in CORS_ORIGINS`;
  }
}
