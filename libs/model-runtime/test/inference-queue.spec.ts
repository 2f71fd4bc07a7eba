import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import { readCard } from '../src/model/card-file';
import { ExecutionProviders } from '../src/session/execution-providers';
import { type BatchMeasurement, InferenceQueue } from '../src/session/inference-queue';
import { OnnxSession } from '../src/session/onnx-session';
import { FIXTURES } from './model-folders';

/** `baseline` fails on a row with an `snr` above 1e9. */
const MODEL = join(FIXTURES, 'baseline/1');
const batches: BatchMeasurement[] = [];
let queue: InferenceQueue;
let width: number;
let snr: number;

beforeAll(async () => {
  const card = await readCard(MODEL);
  width = card.features.length;
  snr = card.features.findIndex(({ name }) => name === 'snr');
  const session = await OnnxSession.open(MODEL, card, new ExecutionProviders(['cpu'], () => undefined));
  queue = new InferenceQueue(session, {
    model: 'baseline',
    version: '1',
    budget: 5,
    maxRows: 512,
    onBatch: (batch) => batches.push(batch),
  });
});
afterAll(() => queue.close());
beforeEach(() => batches.splice(0));

function rows(count: number, first = 0): Float32Array {
  return Float32Array.from({ length: count * width }, (_, i) =>
    i % width === 0 ? 0 : (1 + ((first * width + i) % 97)) / 8,
  );
}
function brokenRow(): Float32Array {
  const row = rows(1);
  row[snr] = 1e10;
  return row;
}

describe('the inference queue', () => {
  it('runs calls that wait at the same time in one batch', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => queue.score(rows(1, i))));
    expect(batches.map(({ rows, calls }) => [rows, calls])).toEqual([[40, 40]]);
    expect(batches[0]).toMatchObject({ model: 'baseline', version: '1', provider: 'cpu' });
    expect(batches[0].milliseconds).toBeGreaterThan(0);
  });

  it('does not wait for more calls', async () => {
    await queue.score(rows(1));
    expect(batches).toHaveLength(1);
  });

  it('fails only the call at fault in a batch', async () => {
    const calls = [queue.score(rows(3)), queue.score(brokenRow()), queue.score(rows(2, 5))];
    const [first, broken, last] = await Promise.allSettled(calls);
    expect(broken.status).toBe('rejected');
    const reason: unknown = (broken as PromiseRejectedResult).reason;
    expect(reason).toBeInstanceOf(AppError);
    expect(reason).toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringContaining('baseline@1') as string,
    });
    const alone = [await queue.score(rows(3)), await queue.score(rows(2, 5))];
    expect([first, last].map((call) => (call as PromiseFulfilledResult<unknown>).value)).toEqual(alone);
  });

  it('bounds each run, lets the event loop turn between runs and reports the progress of a long call', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const done: number[] = [];
    const { logOdds } = await queue.score(rows(20_000), { onRows: (count) => done.push(count) });
    clearInterval(timer);
    expect(logOdds).toHaveLength(20_000);
    expect(Math.max(...batches.map((batch) => batch.rows))).toBeLessThanOrEqual(512);
    expect(turns).toBeGreaterThan(10);
    expect(done.at(-1)).toBe(20_000);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it('answers a short call before a long one that started earlier', async () => {
    const order: string[] = [];
    const long = queue.score(rows(20_000)).then(() => order.push('long'));
    await vi.waitUntil(() => batches.length > 0, { interval: 1 });
    const short = queue.score(rows(1)).then(() => order.push('short'));
    await Promise.all([long, short]);
    expect(order).toEqual(['short', 'long']);
  });

  it('finishes a long call while short calls keep arriving', async () => {
    let over = false;
    const long = queue.score(rows(5000)).then(() => (over = true));
    let short = 0;
    while (!over) {
      await Promise.all(Array.from({ length: 600 }, () => queue.score(rows(1))));
      expect(++short).toBeLessThan(200);
    }
    await long;
  });

  it('does not run the remaining rows of a cancelled call', async () => {
    const controller = new AbortController();
    const call = queue.score(rows(50_000), { signal: controller.signal, onRows: () => controller.abort() });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await queue.whenIdle();
    expect(batches.length).toBe(1);
  });

  it('returns no scores for no rows', async () => {
    expect((await queue.score(new Float32Array(0))).logOdds).toHaveLength(0);
  });
});
