import { AppError } from '@exoplanet/contracts';
import { ChunkSize } from './chunk-size';
import { type Scores, type ScoringSession, TILE } from './onnx-session';

export interface CallOptions {
  /** Ends the call with CANCELLED; its remaining rows are not run. */
  signal?: AbortSignal;
  /** Called after each run with the number of rows of the call that are done. */
  onRows?: (done: number) => void;
}

/** One run of a model, for metrics. */
export interface BatchMeasurement {
  model: string;
  version: string;
  provider: string;
  /** Rows that callers asked for, without padding. */
  rows: number;
  /** Calls with rows in this run. */
  calls: number;
  milliseconds: number;
}

export interface QueueOptions {
  model: string;
  version: string;
  /** Called after each run. Must not throw and must return at once. */
  onBatch?: (batch: BatchMeasurement) => void;
  /** Longest time that one run should block the event loop [ms]. @default 15 */
  budget?: number;
  /** Largest number of rows in one run. @default 512 */
  maxRows?: number;
}

interface Call extends CallOptions {
  values: Float32Array;
  rows: number;
  /** Rows passed to a run. */
  taken: number;
  /** Rows with a score. */
  done: number;
  scores: Scores;
  settled: boolean;
  resolve: (scores: Scores) => void;
  reject: (error: Error) => void;
}

/** Consecutive rows of one call in one run. */
interface Part {
  call: Call;
  from: number;
  rows: number;
}

/**
 * Batches calls for a session. Calls that wait at the same time run together; no call waits for others to arrive. Each run is
 * bounded in time, and the event loop turns between runs. While short calls arrive, a long call uses the second half of each run.
 */
export class InferenceQueue {
  /** Calls without a run yet. */
  private waiting: Call[] = [];
  /** Calls of which some rows have run. */
  private started: Call[] = [];
  private running = false;
  private idleWaiters: (() => void)[] = [];
  private readonly chunk: ChunkSize;
  private buffer = new Float32Array(0);

  constructor(
    private readonly session: ScoringSession,
    private readonly options: QueueOptions,
  ) {
    this.chunk = new ChunkSize(options.budget ?? 15, options.maxRows ?? 512);
  }

  /**
   * Scores rows. The result of a row is the same to the last bit whatever it runs with.
   * @param values row-major [rows × features], NaN for missing; must not change until the call ends
   * @throws AppError INFERENCE_FAILED when the model fails on these rows, CANCELLED
   */
  score(values: Float32Array, options: CallOptions = {}): Promise<Scores> {
    const rows = values.length / this.session.width;
    const scores = { logOdds: new Float32Array(rows), distance: new Float32Array(rows), state: new Float32Array(rows) };
    if (rows === 0) return Promise.resolve(scores);
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...options, values, rows, taken: 0, done: 0, scores, settled: false, resolve, reject });
      if (!this.running) void this.drain();
    });
  }

  /** Resolves when no call waits or runs. */
  whenIdle(): Promise<void> {
    return this.running ? new Promise((resolve) => this.idleWaiters.push(resolve)) : Promise.resolve();
  }

  /** Frees the session after all calls have ended. No call may follow. */
  async close(): Promise<void> {
    await this.whenIdle();
    await this.session.release();
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting.length + this.started.length > 0) {
      await new Promise(setImmediate); // Calls made in this turn of the event loop join the run.
      const parts = this.nextParts();
      if (parts.length > 0) await this.runParts(parts);
    }
    this.running = false;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  /** Waiting calls come first, but half of the run is left for started ones. */
  private nextParts(): Part[] {
    const capacity = this.chunk.rows;
    const parts: Part[] = [];
    const started = this.started.splice(0);
    let left = capacity - this.take(this.waiting, started.length > 0 ? capacity / 2 : capacity, parts);
    left -= this.take(started, left, parts);
    this.started.unshift(...started);
    this.take(this.waiting, left, parts);
    return parts;
  }

  /** Takes rows from the front of a list; a call with rows left goes to `started`. Returns the number of rows taken. */
  private take(calls: Call[], capacity: number, parts: Part[]): number {
    let taken = 0;
    while (calls.length > 0 && taken < capacity) {
      const call = calls.shift()!;
      if (call.signal?.aborted) this.fail(call, new AppError('CANCELLED'));
      if (call.settled) continue;
      const rows = Math.min(call.rows - call.taken, capacity - taken);
      parts.push({ call, from: call.taken, rows });
      call.taken += rows;
      taken += rows;
      if (call.taken < call.rows) this.started.push(call);
    }
    return taken;
  }

  /** Runs all parts together. If that fails, each runs alone, so that only the calls at fault fail. */
  private async runParts(parts: Part[]): Promise<void> {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const padded = Math.ceil(rows / TILE) * TILE;
    try {
      const { milliseconds, ...scores } = await this.session.run(this.gather(parts, padded));
      this.chunk.learn(padded, milliseconds);
      const { model, version, onBatch } = this.options;
      onBatch?.({ model, version, provider: this.session.provider, rows, calls: parts.length, milliseconds });
      let at = 0;
      for (const part of parts) {
        this.deliver(part, scores, at);
        at += part.rows;
      }
    } catch (error) {
      if (parts.length > 1) for (const part of parts) await this.runParts([part]);
      else this.fail(parts[0].call, this.failure(error));
    }
  }

  /** Copies the parts' rows one after another and repeats the last one up to the padded number. */
  private gather(parts: readonly Part[], padded: number): Float32Array {
    const { width } = this.session;
    if (this.buffer.length < padded * width) this.buffer = new Float32Array(padded * width);
    let to = 0;
    for (const { call, from, rows } of parts) {
      this.buffer.set(call.values.subarray(from * width, (from + rows) * width), to);
      to += rows * width;
    }
    const end = padded * width;
    for (const last = to - width; to < end; to += width) this.buffer.copyWithin(to, last, last + width);
    return this.buffer.subarray(0, end);
  }

  /** @param at position of the part's first row in the run */
  private deliver({ call, from, rows }: Part, { logOdds, distance, state }: Scores, at: number): void {
    if (call.settled) return;
    call.scores.logOdds.set(logOdds.subarray(at, at + rows), from);
    call.scores.distance.set(distance.subarray(at, at + rows), from);
    call.scores.state.set(state.subarray(at, at + rows), from);
    call.done += rows;
    call.onRows?.(call.done);
    if (call.done < call.rows) return;
    call.settled = true;
    call.resolve(call.scores);
  }

  private fail(call: Call, error: Error): void {
    if (call.settled) return;
    call.settled = true;
    call.reject(error);
  }

  private failure(error: unknown): AppError {
    const { model, version } = this.options;
    return new AppError('INFERENCE_FAILED', `The model ${model}@${version} failed: ${(error as Error).message}`);
  }
}
