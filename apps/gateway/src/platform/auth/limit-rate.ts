import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { AppError } from '@exoplanet/contracts';
import { type EnvDto, keyPrefix } from '@exoplanet/platform';

const MINUTE = 60_000;
/** Probes and scrapers: see `Open` routes of the health and metrics modules. */
const UNLIMITED = /^\/(health|metrics)(\/|\?|$)/;

/**
 * Limits the requests of each API key, or of each address where there is no key. All gateways count in Redis together; while
 * Redis cannot be reached nothing is limited. With `RATE_LIMIT` 0 it adds no hook.
 */
export async function limitRate(fastify: FastifyInstance, redis: Redis, env: EnvDto): Promise<void> {
  const { RATE_LIMIT } = env;
  if (RATE_LIMIT === 0) return;
  await fastify.register(rateLimit, {
    global: true,
    max: RATE_LIMIT,
    timeWindow: MINUTE,
    // After the hook that finds the caller, and before the body is read.
    hook: 'preParsing',
    redis,
    nameSpace: `${keyPrefix(env)}:rate:`,
    skipOnError: true,
    keyGenerator: ({ caller, ip }: FastifyRequest) =>
      caller?.name === undefined ? `address:${ip}` : `key:${caller.name}`,
    allowList: ({ url }: FastifyRequest) => UNLIMITED.test(url),
    errorResponseBuilder: (_request, { max }) =>
      new AppError('TOO_MANY_REQUESTS', `More than ${max} requests in a minute`),
  });
}
