import type { FastifyInstance } from 'fastify';
import type { HistogramSeries } from '@exoplanet/platform';
import type { GatewayMetrics } from './gateway-metrics';

/** Route of a request that met none: the path itself would make a series of every guess. */
const UNMATCHED = 'unmatched';

/** Measures every HTTP request, by the pattern of its route. */
export function measureRequests(fastify: FastifyInstance, { requests }: GatewayMetrics): void {
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
