import { VERSION } from '../version';
import type { SpanOptions, Tracer } from './tracer';

let tracer: Tracer | undefined;

/** The tracer of the process; undefined while tracing is off. */
export const activeTracer = (): Tracer | undefined => tracer;

/**
 * Sends spans to `endpoint` (OTLP over HTTP). Without an endpoint nothing is loaded and no span is made. The OpenTelemetry
 * SDK also reads its other `OTEL_` variables, for example `OTEL_TRACES_SAMPLER` and `OTEL_EXPORTER_OTLP_HEADERS`.
 */
export async function startTracing(service: 'gateway' | 'worker', endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const { openTelemetry } = await import('./open-telemetry');
  tracer = await openTelemetry(`exoplanet-${service}`, VERSION, endpoint);
}

/** Sends the remaining spans and switches tracing off. Never rejects. */
export async function stopTracing(): Promise<void> {
  const stopped = tracer;
  tracer = undefined;
  await stopped?.shutdown().catch(() => undefined);
}

/** Runs work in a span; just runs it where tracing is off. */
export function traced<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  return tracer ? tracer.run(name, options, work) : work();
}
