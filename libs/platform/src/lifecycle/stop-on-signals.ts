import { constants } from 'node:os';
import { Logger } from '@nestjs/common';

/** Maximum time from the first signal to the end of the process [ms]: orchestrators send SIGKILL after 30 s. */
const MAX_SHUTDOWN = 28_000;

/** Closes the application on SIGTERM or SIGINT and ends the process, at the latest after 28 s. A second signal ends it at once. */
export function stopOnSignals(close: () => Promise<void>): void {
  const logger = new Logger('process');
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      setTimeout(() => {
        logger.error(`not closed ${MAX_SHUTDOWN / 1000} s after ${signal}: ending`);
        process.exit(1);
      }, MAX_SHUTDOWN).unref();
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error(error);
          process.exit(1);
        },
      );
    });
}
