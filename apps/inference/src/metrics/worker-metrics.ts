import { Counter, Gauge } from 'prom-client';
import { createRegistry, Histogram, SECONDS_BUCKETS } from '@exoplanet/platform';

/** Bounds for run times of a model [s]: a row takes a fraction of a millisecond, a large batch tens of milliseconds. */
const INFERENCE_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** Bounds for the rows in one run of a model. */
const ROWS_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];
/** Bounds for distances, in units of the maximum distance of an input that counts as in distribution. */
const DISTANCE_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2, 3, 5, 10];

/** The counters and histograms of a worker. */
export class WorkerMetrics {
  readonly registry = createRegistry('worker');
  private readonly registers = [this.registry];

  readonly tasks = new Counter({
    name: 'exoplanet_tasks_total',
    help: 'Tasks by state: gateways count submitted and cancelled ones, workers completed and failed ones',
    labelNames: ['kind', 'state'],
    registers: this.registers,
  });

  readonly runs = new Counter({
    name: 'exoplanet_command_runs_total',
    help: 'Runs of commands by outcome: completed, failed, retried, cancelled, handed_back (runs on another worker) or waits_for_children',
    labelNames: ['kind', 'outcome'],
    registers: this.registers,
  });

  readonly queueWait = new Histogram(
    {
      name: 'exoplanet_command_queue_wait_seconds',
      help: 'Time from the submission of a command to its first run',
      labels: ['kind'],
      buckets: SECONDS_BUCKETS,
    },
    this.registry,
  );

  readonly run = new Histogram(
    {
      name: 'exoplanet_command_run_seconds',
      help: 'Time of a run of a command that completed or failed',
      labels: ['kind'],
      buckets: SECONDS_BUCKETS,
    },
    this.registry,
  );

  readonly batchRows = new Histogram(
    {
      name: 'exoplanet_inference_batch_rows',
      help: 'Rows in one run of a model',
      labels: ['model', 'version', 'provider'],
      buckets: ROWS_BUCKETS,
    },
    this.registry,
  );

  readonly inference = new Histogram(
    {
      name: 'exoplanet_inference_duration_seconds',
      help: 'Time of one run of a model',
      labels: ['model', 'version', 'provider'],
      buckets: INFERENCE_BUCKETS,
    },
    this.registry,
  );

  readonly distance = new Histogram(
    {
      name: 'exoplanet_input_distance_ratio',
      help: 'Distance of answered rows to the training rows of the same survey and kind of input; nearly all of those are below 1, which is the limit',
      labels: ['model', 'version'],
      buckets: DISTANCE_BUCKETS,
    },
    this.registry,
  );

  readonly rows = new Counter({
    name: 'exoplanet_rows_total',
    help: 'Answered rows',
    labelNames: ['model', 'version'],
    registers: this.registers,
  });

  readonly unfamiliarRows = new Counter({
    name: 'exoplanet_rows_out_of_distribution_total',
    help: 'Answered rows that are out of distribution, or have no field that the model uses; at most about 1 % is expected when inputs match the training data',
    labelNames: ['model', 'version'],
    registers: this.registers,
  });

  readonly shadowRows = new Counter({
    name: 'exoplanet_shadow_rows_total',
    help: 'Rows that the shadow version scored (compared) or left out because it fell behind (skipped)',
    labelNames: ['model', 'shadow', 'outcome'],
    registers: this.registers,
  });

  readonly shadowVerdictChanges = new Counter({
    name: 'exoplanet_shadow_verdict_changes_total',
    help: 'Compared rows for which the shadow version has another verdict',
    labelNames: ['model', 'shadow'],
    registers: this.registers,
  });

  readonly shadowDifference = new Counter({
    name: 'exoplanet_shadow_probability_difference_total',
    help: 'Sum of the absolute difference in probability over the compared rows; divide by the rows for the mean',
    labelNames: ['model', 'shadow'],
    registers: this.registers,
  });

  readonly models = new Gauge({
    name: 'exoplanet_model_info',
    help: 'Models in service; always 1',
    labelNames: ['model', 'version', 'sha256', 'provider', 'default'],
    registers: this.registers,
  });

  readonly activeCommands = new Gauge({
    name: 'exoplanet_worker_active_commands',
    help: 'Commands that this worker runs at present',
    labelNames: ['kind'],
    registers: this.registers,
  });

  readonly paused = new Gauge({
    name: 'exoplanet_worker_paused',
    help: '1 while this worker starts no new commands',
    registers: this.registers,
  });
}
