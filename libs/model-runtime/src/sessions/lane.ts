import { AppError } from '@exoplanet/contracts';
import { ChunkSize } from './chunk-size';
import type { ModelObserver } from './observer';
import { type Scores, type ScoringSession, TILE } from './onnx-session';

/** What a caller may add to a call. */
export interface CallOptions {
  /** Ends the call with CANCELLED; rows that were not run yet are never run. */
  signal?: AbortSignal;
  /** Told after each run how many rows of the call are done. */
  onRows?: (done: number) => void;
}

export interface LaneOptions {
  model: string;
  version: string;
  observer?: ModelObserver;
  /** Longest time that one run should block the event loop [ms]. @default 15 */
  budget?: number;
  /** Most rows of one run. @default 512 */
  mostRows?: number;
}

interface Call extends CallOptions {
  values: Float32Array;
  rows: number;
  /** Rows given to runs, and rows that came back. */
  taken: number;
  done: number;
  scores: Scores;
  settled: boolean;
  resolve: (scores: Scores) => void;
  reject: (error: Error) => void;
}

/** A stretch of a call's rows inside one run. */
interface Part {
  call: Call;
  from: number;
  rows: number;
}

/**
 * The queue before a session. Calls that wait together run together; nothing waits for more to come. A run is bounded in
 * time and the event loop turns between runs; a long call goes on in the second half of each run while others wait.
 */
export class Lane {
  private fresh: Call[] = [];
  private begun: Call[] = [];
  private running = false;
  private idleWaiters: (() => void)[] = [];
  private readonly chunk: ChunkSize;
  private buffer = new Float32Array(0);

  constructor(
    private readonly session: ScoringSession,
    private readonly options: LaneOptions,
  ) {
    this.chunk = new ChunkSize(options.budget ?? 15, options.mostRows ?? 512);
  }

  /**
   * Scores rows, the same to the last bit whatever they run with.
   * @param values row-major [rows × features], NaN where nothing is given; not to be changed until the call ends
   * @throws AppError INFERENCE_FAILED when the model fails on these rows, CANCELLED
   */
  score(values: Float32Array, options: CallOptions = {}): Promise<Scores> {
    const rows = values.length / this.session.width;
    const scores = { logOdds: new Float32Array(rows), distance: new Float32Array(rows), state: new Float32Array(rows) };
    if (rows === 0) return Promise.resolve(scores);
    return new Promise((resolve, reject) => {
      this.fresh.push({ ...options, values, rows, taken: 0, done: 0, scores, settled: false, resolve, reject });
      if (!this.running) void this.drain();
    });
  }

  /** Resolves when nothing waits or runs. */
  whenIdle(): Promise<void> {
    return this.running ? new Promise((resolve) => this.idleWaiters.push(resolve)) : Promise.resolve();
  }

  /** Frees the session when all calls have ended. No call may follow. */
  async close(): Promise<void> {
    await this.whenIdle();
    await this.session.release();
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.fresh.length + this.begun.length > 0) {
      await new Promise(setImmediate); // Everything that comes in this turn of the loop joins the run.
      const parts = this.nextParts();
      if (parts.length > 0) await this.runParts(parts);
    }
    this.running = false;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  /** Calls that wait for their first run come first, but leave half of the run to those that have begun. */
  private nextParts(): Part[] {
    const capacity = this.chunk.rows;
    const parts: Part[] = [];
    const begun = this.begun.splice(0);
    let left = capacity - this.take(this.fresh, begun.length > 0 ? capacity / 2 : capacity, parts);
    left -= this.take(begun, left, parts);
    this.begun.unshift(...begun);
    this.take(this.fresh, left, parts);
    return parts;
  }

  /** Takes rows from the front of a queue; what is left of the last call goes to `begun`. Returns the rows taken. */
  private take(queue: Call[], capacity: number, parts: Part[]): number {
    let taken = 0;
    while (queue.length > 0 && taken < capacity) {
      const call = queue.shift()!;
      if (call.signal?.aborted) this.fail(call, new AppError('CANCELLED'));
      if (call.settled) continue;
      const rows = Math.min(call.rows - call.taken, capacity - taken);
      parts.push({ call, from: call.taken, rows });
      call.taken += rows;
      taken += rows;
      if (call.taken < call.rows) this.begun.push(call);
    }
    return taken;
  }

  /** One run for all parts; when it fails, one for each, so that only the calls at fault fail. */
  private async runParts(parts: Part[]): Promise<void> {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const padded = Math.ceil(rows / TILE) * TILE;
    try {
      const { milliseconds, ...scores } = await this.session.run(this.gather(parts, padded));
      this.chunk.learn(padded, milliseconds);
      const { model, version, observer } = this.options;
      observer?.onBatch?.({ model, version, provider: this.session.provider, rows, calls: parts.length, milliseconds });
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

  /** Lays the parts' rows one after another and repeats the last one up to the padded number. */
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

  /** @param at where the part's rows begin in the run */
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
