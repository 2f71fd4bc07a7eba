import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { Histogram, type HistogramSeries, SECONDS_BUCKETS } from '@exoplanet/platform';

/** Route label of a request that matched no route: with its path as the label, every mistyped path would add a time series. */
const UNMATCHED = 'unmatched';

/** Measures every HTTP request, by the pattern of its route. */
export function measureRequests(fastify: FastifyInstance, registry: Registry): void {
  const requests = new Histogram(
    {
      name: 'exoplanet_http_request_duration_seconds',
      help: 'Time from the arrival of an HTTP request to the end of its answer, including the time that `wait` asks for',
      labels: ['method', 'route', 'status'],
      buckets: SECONDS_BUCKETS,
    },
    registry,
  );
  const known = new Map<string, Map<string, HistogramSeries[]>>();

  function seriesOf(method: string, route: string, status: number): HistogramSeries {
    let methods = known.get(route);
    if (!methods) known.set(route, (methods = new Map<string, HistogramSeries[]>()));
    let statuses = methods.get(method);
    if (!statuses) methods.set(method, (statuses = []));
    return (statuses[status] ??= requests.series({ method, route, status: String(status) }));
  }

  fastify.addHook('onResponse', (request, reply, done) => {
    seriesOf(request.method, request.routeOptions.url ?? UNMATCHED, reply.statusCode).observe(reply.elapsedTime / 1000);
    done();
  });
}
