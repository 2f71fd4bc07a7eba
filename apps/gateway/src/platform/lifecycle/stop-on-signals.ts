import { constants } from 'node:os';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Shutdown } from './shutdown';

/** Longest time for requests in progress to finish after a signal [ms]; then their connections are closed. */
const MAX_DRAIN = 20_000;
/** Longest time from a signal to the end of the process [ms]. */
const MAX_SHUTDOWN = 28_000;
/** Time between two closings of idle connections [ms]. */
const IDLE_CHECK_INTERVAL = 100;

/**
 * Stops the application on SIGTERM and SIGINT: it stops being ready and accepting connections, finishes requests in progress
 * and hands over those that only wait for a task. The process ends within 30 s; a second signal ends it at once.
 */
export function stopOnSignals(app: NestFastifyApplication): void {
  const shutdown = app.get(Shutdown);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (shutdown.isStopping) process.exit(128 + constants.signals[signal]);
      void stop(app, shutdown);
    });
  }
}

async function stop(app: NestFastifyApplication, shutdown: Shutdown): Promise<void> {
  const logger = new Logger('gateway');
  const server = app.getHttpServer();
  setTimeout(() => process.exit(1), MAX_SHUTDOWN);
  setTimeout(() => server.closeAllConnections(), MAX_DRAIN);
  shutdown.begin();
  // A connection that is kept alive would otherwise be closed only after the client's last request and 72 s more.
  server.keepAliveTimeout = 1;
  setInterval(() => server.closeIdleConnections(), IDLE_CHECK_INTERVAL);
  try {
    await app.close();
    process.exit(0);
  } catch (error) {
    logger.error(error);
    process.exit(1);
  }
}
