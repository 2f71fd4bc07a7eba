import type { FastifyInstance, FastifyRequest } from 'fastify';
import { activeTracer, type OpenSpan } from '@exoplanet/platform';

/** Probes and scrapers request these every few seconds: their traces would bury the others. */
const UNTRACED = /^\/(health|metrics)(\/|\?|$)/;

/** Opens a span for every request, as part of the trace that the caller names in `traceparent`. Without tracing it adds no hook. */
export function traceRequests(fastify: FastifyInstance): void {
  const tracer = activeTracer();
  if (!tracer) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();

  fastify.addHook('onRequest', (request, _reply, done) => {
    if (UNTRACED.test(request.url)) return done();
    const { traceparent, tracestate } = request.headers as Record<string, string | undefined>;
    const attributes = {
      'http.request.method': request.method,
      'url.path': request.url.split('?')[0],
      'exoplanet.request_id': request.id,
    };
    const span = tracer.open(request.method, { kind: 'server', attributes, parent: { traceparent, tracestate } });
    spans.set(request, span);
    span.enter(done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    spans.get(request)?.end({
      name: route ? `${request.method} ${route}` : request.method,
      failed: reply.statusCode >= 500,
      attributes: { 'http.response.status_code': reply.statusCode, ...(route ? { 'http.route': route } : {}) },
    });
    done();
  });
}
