import { Gauge, type Registry } from 'prom-client';

export interface SampledGaugeOptions<Label extends string> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

/** Registers a gauge that is read whenever the metrics are requested. When the reading fails, it has no value. */
export function sampledGauge<Label extends string>(
  registry: Registry,
  { name, help, labels = [] }: SampledGaugeOptions<Label>,
  sample: (gauge: Gauge<Label>) => Promise<void> | void,
): void {
  new Gauge<Label>({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    async collect() {
      this.reset();
      try {
        await sample(this);
      } catch {
        this.reset();
      }
    },
  });
}
