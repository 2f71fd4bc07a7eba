import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Shutdown } from './shutdown';

/** Longest time for requests in progress to finish [ms]; then their connections are closed. */
const MAX_DRAIN = 15_000;
/** Longest time for balancers to notice that the gateway is not ready [ms]. */
const MAX_NOTICE = 10_000;
/** Time between two checks [ms]. */
const CHECK_INTERVAL = 100;
/** Number of consecutive checks without a new request after which nobody sends any more. */
const QUIET_CHECKS = 10;

/**
 * Closes the application: it stops being ready, serves what balancers send until they have noticed, accepts no more
 * connections, finishes requests in progress, and answers 202 to those that only wait for a task.
 */
export async function closeGateway(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  app.get(Shutdown).begin();
  await untilQuiet(server);
  setTimeout(() => server.closeAllConnections(), MAX_DRAIN).unref();
  // A connection that is kept alive would otherwise be closed only after the client's last request and 72 s more.
  server.keepAliveTimeout = 1;
  setInterval(() => server.closeIdleConnections(), CHECK_INTERVAL).unref();
  await app.close();
}

/**
 * Waits until no requests arrive except health checks, or `MAX_NOTICE` has passed. Each answer also ends its connection: closing
 * it later could race with the client's next request. Checks are counted instead of time, because a process that got no CPU time
 * has not seen the requests that arrived.
 */
async function untilQuiet(server: Server): Promise<void> {
  let quietChecks = 0;
  server.prependListener('request', ({ url }: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
    if (!url?.startsWith('/health')) quietChecks = 0;
  });
  const started = performance.now();
  while (quietChecks++ < QUIET_CHECKS && performance.now() - started < MAX_NOTICE) await delay(CHECK_INTERVAL);
}
