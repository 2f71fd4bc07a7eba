import type { AnswerMeasurement, BatchMeasurement, ModelObserver, ShadowMeasurement } from '@exoplanet/model-runtime';
import type { WorkerMetrics } from './worker-metrics';

/** Records what the models report as metrics. */
export class ModelMeasurements implements ModelObserver {
  constructor(private readonly metrics: WorkerMetrics) {}

  onBatch({ model, version, provider, rows, milliseconds }: BatchMeasurement): void {
    const labels = { model, version, provider };
    this.metrics.batchRows.series(labels).observe(rows);
    this.metrics.inference.series(labels).observe(milliseconds / 1000);
  }

  onAnswer({ model, version, distance, limit, inside }: AnswerMeasurement): void {
    const labels = { model, version };
    const series = this.metrics.distance.series(labels);
    for (const value of distance) series.observe(value / limit);
    this.metrics.rows.inc(labels, distance.length);
    this.metrics.unfamiliarRows.inc(labels, inside.length - inside.reduce((sum, one) => sum + one, 0));
  }

  onShadow({ model, shadow, rows, skipped, meanAbsoluteDifference, verdictChanges }: ShadowMeasurement): void {
    const labels = { model, shadow };
    if (rows > 0) this.metrics.shadowRows.inc({ ...labels, outcome: 'compared' }, rows);
    if (skipped > 0) this.metrics.shadowRows.inc({ ...labels, outcome: 'skipped' }, skipped);
    this.metrics.shadowDifference.inc(labels, meanAbsoluteDifference * rows);
    this.metrics.shadowVerdictChanges.inc(labels, verdictChanges);
  }
}
