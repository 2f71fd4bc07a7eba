import { logContext } from '../logging/pino-logger';
import { activeTracer, traced, type SpanAttributes, type TraceCarrier } from './tracing';

const attributesOf = (kind: string, command: string): SpanAttributes => ({ 'messaging.system': 'bullmq', 'messaging.destination.name': kind, 'messaging.message.id': command });

/** What travels beside a command so that its log lines and spans belong to the request that made it; empty outside of a request. */
export function commandTrace(): { trace?: Record<string, string> } {
  const requestId = logContext.getStore()?.request_id;
  const carrier = activeTracer()?.carrier();
  if (requestId === undefined && !carrier) return {};
  return { trace: { ...(requestId === undefined ? {} : { request_id: requestId }), ...(carrier as Record<string, string> | undefined) } };
}

/** The span in which a command is handed to the queue; `commandTrace` inside of it leads to the span that handles it. */
export const tracedSend = <T>(kind: string, command: string, send: () => Promise<T>): Promise<T> =>
  traced(`send ${kind}`, { kind: 'producer', attributes: attributesOf(kind, command) }, send);

/** The span in which a worker handles a command, a part of the trace in which it was sent. */
export const tracedRun = <T>(kind: string, command: string, parent: TraceCarrier | undefined, run: () => Promise<T>): Promise<T> =>
  traced(`process ${kind}`, { kind: 'consumer', attributes: attributesOf(kind, command), parent: parent ?? {} }, run);
