import type { CommandOrigin } from '@exoplanet/contracts';
import { activeTracer, type SpanAttributes, traced } from './tracing';

const attributesOf = (kind: string, command: string): SpanAttributes => ({
  'messaging.system': 'bullmq',
  'messaging.destination.name': kind,
  'messaging.message.id': command,
});

/** What a command tells of the request that is handled now; inside of `tracedSend` it leads to the span that sends the command. */
export const originOf = (requestId: string): CommandOrigin => ({ request_id: requestId, ...activeTracer()?.carrier() });

/** The span in which a command is handed to the queue. */
export const tracedSend = <T>(kind: string, command: string, send: () => Promise<T>): Promise<T> =>
  traced(`send ${kind}`, { kind: 'producer', attributes: attributesOf(kind, command) }, send);

/** The span in which a worker handles a command: a part of the first request's trace, with links to those of the others. */
export const tracedRun = <T>(
  kind: string,
  command: string,
  [parent, ...links]: readonly CommandOrigin[],
  run: () => Promise<T>,
): Promise<T> =>
  traced(`process ${kind}`, { kind: 'consumer', attributes: attributesOf(kind, command), parent, links }, run);
