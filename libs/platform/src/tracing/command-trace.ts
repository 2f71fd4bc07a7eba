import type { CommandOrigin } from '@exoplanet/contracts';
import type { SpanAttributes } from './tracer';
import { activeTracer, traced } from './tracing';

const attributesOf = (kind: string, command: string): SpanAttributes => ({
  'messaging.system': 'bullmq',
  'messaging.destination.name': kind,
  'messaging.message.id': command,
});

/** The origin of a command that is made for the current request. Inside `tracedSend` its trace context is the span that sends the command. */
export const originOf = (requestId: string): CommandOrigin => ({ request_id: requestId, ...activeTracer()?.carrier() });

/** Runs the submission of a command in a span. */
export const tracedSend = <T>(kind: string, command: string, send: () => Promise<T>): Promise<T> =>
  traced(`send ${kind}`, { kind: 'producer', attributes: attributesOf(kind, command) }, send);

/** Runs a command in a span: part of the first request's trace, with links to the traces of the others. */
export const tracedRun = <T>(
  kind: string,
  command: string,
  [parent, ...links]: readonly CommandOrigin[],
  run: () => Promise<T>,
): Promise<T> =>
  traced(`process ${kind}`, { kind: 'consumer', attributes: attributesOf(kind, command), parent, links }, run);
