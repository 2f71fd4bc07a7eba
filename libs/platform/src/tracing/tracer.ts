/** W3C trace context, as it travels in headers and beside commands. */
export interface TraceCarrier {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

export type SpanAttributes = Record<string, string | number | boolean>;

export interface SpanOptions {
  kind: 'server' | 'producer' | 'consumer' | 'internal';
  attributes?: SpanAttributes;
  /** The parent span in another process. @default the active span */
  parent?: TraceCarrier;
  /** Spans of other traces that also caused this one. */
  links?: readonly TraceCarrier[];
}

/** A span that the caller ends. */
export interface OpenSpan {
  /** Runs work with this span as the active one. */
  enter<T>(work: () => T): T;
  end(outcome: { name: string; failed: boolean; attributes: SpanAttributes }): void;
}

/** Creates spans: see `startTracing`. */
export interface Tracer {
  open(name: string, options: SpanOptions): OpenSpan;
  run<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T>;
  /** Adds attributes to the active span. */
  annotate(attributes: SpanAttributes): void;
  /** The active span, for other processes. */
  carrier(): TraceCarrier;
  traceId(): string | undefined;
  /** Sends the remaining spans. */
  shutdown(): Promise<void>;
}
