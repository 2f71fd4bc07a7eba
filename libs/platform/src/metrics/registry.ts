import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { VERSION } from '../version';

/** Content type of what `registry.metrics()` writes: the text format of Prometheus. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Times from one millisecond to one minute [s], for whatever a person or a queue waits for. */
export const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A registry with what every process tells: CPU, memory, event-loop lag, garbage collection, and which version it is. */
export function createRegistry(service: 'gateway' | 'worker'): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'exoplanet_build_info',
    help: 'Version of the software; always 1',
    labelNames: ['service', 'version'],
    registers: [registry],
  }).set({ service, version: VERSION }, 1);
  return registry;
}
