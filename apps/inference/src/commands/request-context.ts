import type { CommandMetadata } from '@exoplanet/contracts';
import { type LogContext, logContext } from '@exoplanet/platform';

/** What identifies a command in log lines. */
interface LoggedCommand {
  id: string;
  metadata: unknown;
}

/** Runs work whose log lines carry the ids of the command, of its requests and of the first request's trace. */
export function inRequestContext<T>({ id, metadata }: LoggedCommand, work: () => T): T {
  const { origins } = metadata as CommandMetadata;
  // `version-trace-span-flags`, as in the W3C recommendation.
  const trace_id = origins[0].traceparent?.split('-')[1];
  const request_ids = origins.map(({ request_id }) => request_id);
  const context: LogContext = {
    request_id: request_ids[0],
    ...(request_ids.length > 1 ? { request_ids } : {}),
    command: id,
    ...(trace_id ? { trace_id } : {}),
  };
  return logContext.run(context, work);
}
