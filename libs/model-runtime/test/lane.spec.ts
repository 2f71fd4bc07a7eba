import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import type { BatchMeasurement } from '../src';
import { readCard } from '../src/models/card-file';
import { ExecutionProviders } from '../src/sessions/execution-providers';
import { Lane } from '../src/sessions/lane';
import { OnnxSession } from '../src/sessions/onnx-session';
import { FIXTURES } from './model-folders';

/** `baseline` fails on a row with an `snr` above 1e9. */
const MODEL = join(FIXTURES, 'baseline/1');
const batches: BatchMeasurement[] = [];
let lane: Lane;
let width: number;
let snr: number;

beforeAll(async () => {
  const card = await readCard(MODEL);
  width = card.features.length;
  snr = card.features.findIndex(({ name }) => name === 'snr');
  const session = await OnnxSession.open(MODEL, card, new ExecutionProviders(['cpu'], () => undefined));
  lane = new Lane(session, {
    model: 'baseline',
    version: '1',
    budget: 5,
    mostRows: 512,
    observer: { onBatch: (batch) => batches.push(batch) },
  });
});
afterAll(() => lane.close());
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

describe('the lane before a session', () => {
  it('runs calls together that wait together', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => lane.score(rows(1, i))));
    expect(batches.map(({ rows, calls }) => [rows, calls])).toEqual([[40, 40]]);
    expect(batches[0]).toMatchObject({ model: 'baseline', version: '1', provider: 'cpu' });
    expect(batches[0].milliseconds).toBeGreaterThan(0);
  });

  it('does not wait for more calls', async () => {
    await lane.score(rows(1));
    expect(batches).toHaveLength(1);
  });

  it('fails only the call at fault', async () => {
    const calls = [lane.score(rows(3)), lane.score(brokenRow()), lane.score(rows(2, 5))];
    const [first, broken, last] = await Promise.allSettled(calls);
    expect(broken.status).toBe('rejected');
    const { reason } = broken as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(AppError);
    expect(reason).toMatchObject({ code: 'INFERENCE_FAILED', message: expect.stringContaining('baseline@1') });
    const alone = [await lane.score(rows(3)), await lane.score(rows(2, 5))];
    expect([first, last].map((call) => (call as PromiseFulfilledResult<unknown>).value)).toEqual(alone);
  });

  it('bounds runs, lets the event loop turn between them and tells how far a long call is', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const done: number[] = [];
    const { logOdds } = await lane.score(rows(20_000), { onRows: (count) => done.push(count) });
    clearInterval(timer);
    expect(logOdds).toHaveLength(20_000);
    expect(Math.max(...batches.map((batch) => batch.rows))).toBeLessThanOrEqual(512);
    expect(turns).toBeGreaterThan(10);
    expect(done.at(-1)).toBe(20_000);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it('lets a short call pass a long one', async () => {
    const order: string[] = [];
    const long = lane.score(rows(20_000)).then(() => order.push('long'));
    await new Promise((resolve) => setTimeout(resolve, 2));
    const short = lane.score(rows(1)).then(() => order.push('short'));
    await Promise.all([long, short]);
    expect(order).toEqual(['short', 'long']);
  });

  it('finishes a long call under a stream of short ones', async () => {
    let over = false;
    const long = lane.score(rows(5000)).then(() => (over = true));
    let short = 0;
    while (!over) {
      await Promise.all(Array.from({ length: 600 }, () => lane.score(rows(1))));
      expect(++short).toBeLessThan(200);
    }
    await long;
  });

  it('ends a cancelled call without running the rest of it', async () => {
    const controller = new AbortController();
    const call = lane.score(rows(50_000), { signal: controller.signal, onRows: () => controller.abort() });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await lane.whenIdle();
    expect(batches.length).toBe(1);
  });

  it('answers no rows with no scores', async () => {
    expect((await lane.score(new Float32Array(0))).logOdds).toHaveLength(0);
  });
});
