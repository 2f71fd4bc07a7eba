import rateLimit from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { AppError } from '@exoplanet/contracts';
import { EnvDto, keyPrefix } from '@exoplanet/platform';
import type { Caller } from './caller';

const MINUTE = 60_000;
/** Probes and scrapers: see `Open` routes of the health and metrics modules. */
const UNLIMITED = /^\/(health|metrics)(\/|\?|$)/;

/**
 * Limits the requests of each API key, or of each address where there is no key; the opening of a WebSocket or of a socket.io
 * session counts as one. All gateways count in Redis together; while Redis cannot be reached nothing is limited. With
 * `RATE_LIMIT` 0 nothing is counted.
 */
@Injectable()
export class RateLimit {
  private count?: ReturnType<FastifyInstance['createRateLimit']>;

  constructor(private readonly env: EnvDto) {}

  async watch(fastify: FastifyInstance, redis: Redis): Promise<void> {
    const { RATE_LIMIT } = this.env;
    if (RATE_LIMIT === 0) return;
    await fastify.register(rateLimit, {
      global: true,
      max: RATE_LIMIT,
      timeWindow: MINUTE,
      // After the hook that finds the caller, and before the body is read.
      hook: 'preParsing',
      redis,
      nameSpace: `${keyPrefix(this.env)}:rate:`,
      skipOnError: true,
      keyGenerator: ({ caller, ip }: FastifyRequest) =>
        caller?.name === undefined ? `address:${ip}` : `key:${caller.name}`,
      allowList: ({ url }: FastifyRequest) => UNLIMITED.test(url),
      errorResponseBuilder: (_request, { max }) => tooMany(max),
    });
    this.count = fastify.createRateLimit();
  }

  /** Counts the opening of a socket, which passes no route. @returns why it is refused, if it is */
  async refusalOf(caller: Caller | undefined, address: string | undefined): Promise<AppError | undefined> {
    // All that the library and the functions above read of a request.
    const request = { caller, ip: address, url: '', routeOptions: { config: {} } } as FastifyRequest;
    const counted = await this.count?.(request);
    return counted && !counted.isAllowed && counted.isExceeded ? tooMany(counted.max) : undefined;
  }
}

const tooMany = (max: number): AppError => new AppError('TOO_MANY_REQUESTS', `More than ${max} requests in a minute`);
