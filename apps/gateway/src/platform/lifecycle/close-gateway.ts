import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Shutdown } from './shutdown';

/** Longest time for requests in progress to finish [ms]; then their connections are closed. */
const MAX_DRAIN = 20_000;
/** Time between two closings of idle connections [ms]. */
const IDLE_CHECK_INTERVAL = 100;

/**
 * Closes the application: it stops being ready and accepting connections, finishes requests in progress, and answers
 * 202 to those that only wait for a task.
 */
export async function closeGateway(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  setTimeout(() => server.closeAllConnections(), MAX_DRAIN).unref();
  app.get(Shutdown).begin();
  // A connection that is kept alive would otherwise be closed only after the client's last request and 72 s more.
  server.keepAliveTimeout = 1;
  setInterval(() => server.closeIdleConnections(), IDLE_CHECK_INTERVAL).unref();
  await app.close();
}
