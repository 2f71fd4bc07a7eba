import type { CommandMetadata } from '@exoplanet/contracts';
import { type LogContext, logContext } from '@exoplanet/platform';

/** What identifies a command in log lines. */
interface LoggedCommand {
  id: string;
  metadata: unknown;
}

/** Runs work whose log lines carry the id of the command and the ids of its requests. */
export function inRequestContext<T>({ id, metadata }: LoggedCommand, work: () => T): T {
  const { origins } = metadata as CommandMetadata;
  const request_ids = origins.map(({ request_id }) => request_id);
  const context: LogContext = {
    request_id: request_ids[0],
    ...(request_ids.length > 1 ? { request_ids } : {}),
    command: id,
  };
  return logContext.run(context, work);
}
