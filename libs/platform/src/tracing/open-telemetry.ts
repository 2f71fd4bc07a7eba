import type { Span } from '@opentelemetry/api';
import type { SpanOptions, Tracer } from './tracer';

/** Maximum time to send the last spans at shutdown [ms]. */
const SHUTDOWN_TIMEOUT = 2000;

/** Loads OpenTelemetry and creates a tracer that sends to an OTLP endpoint. The packages are imported only here, so that they cost nothing without tracing. */
export async function openTelemetry(service: string, version: string, endpoint: string): Promise<Tracer> {
  const { context, propagation, trace, SpanKind, SpanStatusCode, ROOT_CONTEXT } = await import('@opentelemetry/api');
  const { BasicTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    await import('@opentelemetry/resources');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const ours = resourceFromAttributes({ 'service.name': service, 'service.version': version });
  const resource = defaultResource()
    .merge(ours)
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('exoplanet', version);
  const kinds = {
    server: SpanKind.SERVER,
    producer: SpanKind.PRODUCER,
    consumer: SpanKind.CONSUMER,
    internal: SpanKind.INTERNAL,
  };

  const startSpan = (name: string, { kind, attributes, parent, links = [] }: SpanOptions) => {
    const around = parent ? propagation.extract(ROOT_CONTEXT, parent) : context.active();
    const linked = links
      .map((carrier) => trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier)))
      .filter((other) => other !== undefined);
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], attributes, links: linked.map((other) => ({ context: other })) },
      around,
    );
    return { span, inside: trace.setSpan(around, span) };
  };
  const recordError = (span: Span, error: unknown) => {
    const { message } = error instanceof Error ? error : new Error(String(error));
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    span.addEvent('exception', { 'exception.message': message });
  };

  return {
    open(name, options) {
      const { span, inside } = startSpan(name, options);
      return {
        enter: (work) => context.with(inside, work),
        end({ name: final, failed, attributes }) {
          span.updateName(final).setAttributes(attributes);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async run(name, options, work) {
      const { span, inside } = startSpan(name, options);
      try {
        return await context.with(inside, work);
      } catch (error) {
        recordError(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    annotate: (attributes) => void trace.getActiveSpan()?.setAttributes(attributes),
    carrier() {
      const carrier: { traceparent?: string; tracestate?: string } = {};
      propagation.inject(context.active(), carrier);
      return carrier;
    },
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    async shutdown() {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([provider.shutdown(), new Promise((done) => (timer = setTimeout(done, SHUTDOWN_TIMEOUT)))]);
      clearTimeout(timer);
    },
  };
}
