import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelCard } from '@exoplanet/contracts';
import { LoadedModel } from '../src/model/loaded-model';
import { ExecutionProviders } from '../src/session/execution-providers';
import { madeTable } from './candidates';
import { everyModel } from './model-folders';

const ROWS = 1200;
const SIZES = [
  ...Array.from({ length: 34 }, (_, i) => i + 1),
  47,
  63,
  64,
  65,
  100,
  127,
  128,
  129,
  255,
  257,
  511,
  513,
  777,
  1000,
  1023,
  1024,
];
const STARTS = [0, 1, 7, 50, 175];

/** Bit patterns, so that also −0 and 0 differ. */
const bits = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

describe.each(everyModel())('$name', ({ folder }) => {
  let model: LoadedModel;
  let values: Float32Array;
  const width = (JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8')) as ModelCard).features.length;

  beforeAll(async () => {
    model = await LoadedModel.load(folder, { providers: new ExecutionProviders(['cpu'], () => undefined) });
    values = model.featuresOf(madeTable(ROWS));
  });
  afterAll(() => model.retire());

  const score = (from: number, rows: number) => model.queue.score(values.subarray(from * width, (from + rows) * width));

  it(
    'answers a row with the same bits alone and at any position in batches of 1 to 1,024',
    { timeout: 120_000 },
    async () => {
      const alone = [];
      for (let row = 0; row < ROWS; row++) alone.push(await score(row, 1));
      const expected = [
        alone.map(({ logOdds }) => bits(logOdds)[0]),
        alone.map(({ distance }) => bits(distance)[0]),
        alone.map(({ state }) => bits(state)[0]),
      ];
      for (const size of SIZES) {
        for (const start of STARTS) {
          const { logOdds, distance, state } = await score(start, size);
          expect([size, start, ...bits(logOdds)]).toEqual([size, start, ...expected[0].slice(start, start + size)]);
          expect([size, start, ...bits(distance)]).toEqual([size, start, ...expected[1].slice(start, start + size)]);
          expect([size, start, ...bits(state)]).toEqual([size, start, ...expected[2].slice(start, start + size)]);
        }
      }
    },
  );

  it('answers a row with the same bits when calls of many sizes run together', async () => {
    const whole = await score(0, ROWS);
    const calls = SIZES.filter((size) => size < 200).map(async (size, i) => ({
      from: 3 * i,
      size,
      scores: await score(3 * i, size),
    }));
    for (const { from, size, scores } of await Promise.all(calls)) {
      expect(bits(scores.logOdds)).toEqual(bits(whole.logOdds.slice(from, from + size)));
    }
  });
});
