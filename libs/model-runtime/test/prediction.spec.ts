import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CandidateRow, round6, SOURCES, toTable } from '@exoplanet/contracts';
import { LoadedModel } from '../src/model/loaded-model';
import { ExecutionProviders } from '../src/session/execution-providers';
import { commandOf, madeCandidates, madeTable } from './candidates';
import { FIXTURES, openRegistry } from './model-folders';

describe('the answer to a table', () => {
  it('has one entry in each column for each row', async () => {
    const registry = await openRegistry();
    const table = madeTable(500);
    const answer = await registry.predict(commandOf(table));
    expect(
      [answer.probability, answer.sets, answer.distance, answer.inside, answer.missing.index].map(
        ({ length }) => length,
      ),
    ).toEqual([500, 500, 500, 500, 500]);
    expect(answer).toMatchObject({ heads: ['tabular'], distanceLimit: 1 });
    expect([...answer.inside]).toEqual([...answer.distance].map((distance) => Number(distance <= 1)));
    expect(new Set(answer.inside).size).toBe(2);
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

  it('uses the thresholds of the kind of input, which follows from the used fields that a row supplies', async () => {
    const registry = await openRegistry();
    const card = registry.card();
    const model = await LoadedModel.load(join(FIXTURES, 'tabular/2'), {
      providers: new ExecutionProviders(['cpu'], () => undefined),
    });
    const rows = madeCandidates(300);
    const answer = await registry.predict(commandOf(toTable(rows)));
    const { state } = await model.use(() => model.queue.score(model.featuresOf(toTable(rows))));
    expect(new Set(state)).toEqual(new Set([0, 1]));
    const { row: checked, withholds } = answer.checks!;
    const withheld = new Set(checked.filter((_, index) => withholds[index]));
    expect(withheld.size).toBeLessThan(150);
    rows.forEach(({ source }, row) => {
      const { planet, false_positive: other } = card.conformal.thresholds[source][card.states[state[row]]];
      const probability = answer.probability[row];
      const expected =
        (probability >= Math.min(planet, 0.5) ? 1 : 0) |
        (round6(1 - probability) >= other || probability < 0.5 ? 2 : 0);
      expect([row, answer.sets[row]]).toEqual([row, withheld.has(row) ? 3 : expected]);
    });
    model.retire();
  });

  it('leaves a row without usable fields undecided and outside the training distribution', async () => {
    const registry = await openRegistry();
    const rows: CandidateRow[] = [
      { source: 'TESS', diagnostics: { koi_dor: 3 } },
      { source: 'K2', duration: 3, duration_err: 0.1 },
      { source: 'KEPLER', star_distance: 300 },
    ];
    const { sets, inside, missing } = await registry.predict(commandOf(toTable(rows)));
    expect([...sets]).toEqual([3, 3, 3]);
    expect([...inside]).toEqual([0, 0, 0]);
    expect([...missing.index].map((place) => missing.ignored[place])).toEqual([
      ['diagnostics'],
      ['duration', 'duration_err'],
      ['star_distance'],
    ]);
  });

  it('does not depend on the other rows of the table', async () => {
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

  it('reports its progress up to 1 and can be cancelled', async () => {
    const registry = await openRegistry();
    const reported: number[] = [];
    const table = madeTable(3000);
    await registry.predict(commandOf(table, { uncertainty: false, explain: false }), {
      onProgress: (fraction) => reported.push(fraction),
    });
    expect(reported.at(-1)).toBe(1);
    expect(reported).toEqual([...reported].sort((a, b) => a - b));
    const controller = new AbortController();
    const call = registry.predict(commandOf(table, { explain: true }), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
