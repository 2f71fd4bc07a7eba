import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { VERSION } from '../version';
import { eventLoopLag } from './event-loop-lag';

/** Content type of `registry.metrics()`: the text format of Prometheus. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Bounds for times that a person or a queue waits [s], from one millisecond to one minute. */
export const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A registry with the metrics of every process: CPU, memory, event-loop lag, garbage collection and the version. */
export function createRegistry(service: 'gateway' | 'worker'): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerLag(registry);
  new Gauge({
    name: 'exoplanet_build_info',
    help: 'Version of the software; always 1',
    labelNames: ['service', 'version'],
    registers: [registry],
  }).set({ service, version: VERSION }, 1);
  return registry;
}

/** Replaces prom-client's measurement of the lag: each scrape resets that one, so nothing else could read it. */
function registerLag(registry: Registry): void {
  for (const { name } of registry.getMetricsAsArray())
    if (name.startsWith('nodejs_eventloop_lag_')) registry.removeSingleMetric(name);
  const lag = eventLoopLag();
  for (const quantile of ['p50', 'p90', 'p99', 'max'] as const)
    new Gauge({
      name: `nodejs_eventloop_lag_${quantile}_seconds`,
      help: `Time between two samples of the event loop over the last 10 to 20 s, an idle loop's 10 ms included: ${quantile}`,
      registers: [registry],
      collect() {
        this.set(lag.interval(quantile) / 1000);
      },
    });
}
