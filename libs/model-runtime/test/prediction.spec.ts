import { SOURCES, toTable } from '@exoplanet/contracts';
import { describe, expect, it } from 'vitest';
import { commandOf, madeCandidates, madeTable } from './candidates';
import { openRegistry } from './model-folders';

describe('the answer to a table', () => {
  it('has a column entry for each row', async () => {
    const registry = await openRegistry();
    const table = madeTable(500);
    const answer = await registry.predict(commandOf(table));
    expect(
      [answer.probability, answer.sets, answer.distance, answer.missing.index].map(({ length }) => length),
    ).toEqual([500, 500, 500, 500]);
    expect(answer).toMatchObject({ heads: ['tabular'], distanceLimit: 4 });
    expect(answer.milliseconds).toBeGreaterThan(0);
    expect(answer.explanations ?? answer.quantiles).toBeUndefined();
  });

  it('depends on the mission', async () => {
    const registry = await openRegistry();
    const answer = await registry.predict(
      commandOf(toTable(SOURCES.map((source) => ({ source, period: 3, radius: 2 })))),
    );
    expect(new Set(answer.probability).size).toBe(3);
  });

  it('is the same whatever else is in the table', async () => {
    const registry = await openRegistry();
    const rows = madeCandidates(64);
    const all = await registry.predict(commandOf(toTable(rows)));
    const alone = await Promise.all(rows.map((row) => registry.predict(commandOf(toTable([row])))));
    expect(alone.map(({ probability }) => probability[0])).toEqual([...all.probability]);
    expect(alone.map(({ distance }) => distance[0])).toEqual([...all.distance]);
    expect(alone.map(({ missing }) => missing.lists[missing.index[0]])).toEqual(
      [...all.missing.index].map((place) => all.missing.lists[place]),
    );
  });

  it('tells its progress up to 1 and can be cancelled', async () => {
    const registry = await openRegistry();
    const told: number[] = [];
    const table = madeTable(3000);
    await registry.predict(commandOf(table, { uncertainty: false, explain: false }), {
      onProgress: (fraction) => told.push(fraction),
    });
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    const controller = new AbortController();
    const call = registry.predict(commandOf(table, { explain: true }), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
