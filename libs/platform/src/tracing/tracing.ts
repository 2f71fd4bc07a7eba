/** W3C trace context, as it travels in headers and beside commands. */
export interface TraceCarrier {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

export type SpanAttributes = Record<string, string | number | boolean>;

export interface SpanOptions {
  kind: 'server' | 'producer' | 'consumer' | 'internal';
  attributes?: SpanAttributes;
  /** The span that this one continues, from another process; the one around it without. */
  parent?: TraceCarrier;
  /** Spans of other traces that led to this one too. */
  links?: readonly TraceCarrier[];
}

/** A span that somebody else ends. */
export interface OpenSpan {
  /** Runs work inside of the span. */
  enter<T>(work: () => T): T;
  end(outcome: { name: string; failed: boolean; attributes: SpanAttributes }): void;
}

/** What makes spans: see `startTracing`. */
export interface Tracer {
  open(name: string, options: SpanOptions): OpenSpan;
  run<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T>;
  /** Adds attributes to the span around the caller. */
  annotate(attributes: SpanAttributes): void;
  carrier(): TraceCarrier;
  traceId(): string | undefined;
  /** Sends what is left. */
  shutdown(): Promise<void>;
}

let tracer: Tracer | undefined;

/** The tracer of the process; undefined while tracing is off. */
export const activeTracer = (): Tracer | undefined => tracer;

/**
 * Sends spans to `endpoint` (OTLP over HTTP), where one is given; else nothing is loaded and nothing is made. The other
 * `OTEL_` variables that the OpenTelemetry SDK reads count too, for example `OTEL_TRACES_SAMPLER` and `OTEL_EXPORTER_OTLP_HEADERS`.
 */
export async function startTracing(service: 'gateway' | 'worker', endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const { openTelemetry } = await import('./open-telemetry');
  tracer = await openTelemetry(`exoplanet-${service}`, endpoint);
}

/** Sends what is left and switches tracing off. Never rejects. */
export async function stopTracing(): Promise<void> {
  const stopped = tracer;
  tracer = undefined;
  await stopped?.shutdown().catch(() => undefined);
}

/** Runs work in a span, where tracing is on. */
export function traced<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  return tracer ? tracer.run(name, options, work) : work();
}
