import { beforeAll, describe, expect, it } from 'vitest';
import { type PredictResult, toTable } from '@exoplanet/contracts';
import type { AnswerMeasurement, DetectionViews, ModelRegistry } from '../src';
import { commandOf, madeTable, rowsOf } from './candidates';
import { openRegistry, SHIPPED } from './model-folders';

const VIEWS: Record<string, number> = {
  global: 201,
  local: 61,
  secondary: 61,
  odd: 61,
  even: 61,
  river: 64 * 61,
  vetting: 28,
};

/** A box of depth 1 in the middle of a view, the same in every row of a river. */
const boxed = (name: string): Float32Array =>
  Float32Array.from({ length: VIEWS[name] }, (_, bin) =>
    Math.abs((bin % (name === 'global' ? 201 : 61)) - 30) < 8 ? -1 : 0,
  );
const viewsOf = (...names: string[]): DetectionViews => Object.fromEntries(names.map((name) => [name, boxed(name)]));

describe('detections of a light curve', () => {
  let registry: ModelRegistry;
  let shipped: string[];
  const table = madeTable(6);
  const names = Object.keys(VIEWS);
  const ask = (views: DetectionViews[], options = {}) =>
    registry.predictDetections({ ...commandOf(table, options), views });
  const probabilities = (results: PredictResult[]) => results.map(({ probability }) => probability[0]);

  beforeAll(async () => {
    registry = await openRegistry({ path: SHIPPED });
    const { heads } = registry.card('multimodal');
    shipped = heads!.filter(({ ships }) => ships).map(({ name }) => name);
  });

  it('go to the multimodal model unless a request names another', async () => {
    const views = Array.from({ length: 6 }, () => viewsOf(...names));
    expect((await ask(views))[0].model.name).toBe('multimodal');
    const [answer] = await ask(views, { model: 'tabular' });
    expect([answer.model.name, answer.heads]).toEqual(['tabular', ['tabular']]);
  });

  it('name the heads that had data, for each detection', async () => {
    const given = [names, ['local'], ['global', 'local'], [], ['river'], names];
    const results = await ask(given.map((own) => viewsOf(...own)));
    expect(results.map(({ heads }) => heads)).toEqual(
      given.map((own) => shipped.filter((head) => head === 'row' || own.includes(head))),
    );
  });

  it('are answered by the row head alone, like POST /predict, when no view could be made', async () => {
    const rows = await registry.predict(commandOf(table, { model: 'multimodal' }));
    expect(rows.heads).toEqual(['row']);
    expect(probabilities(await ask(Array.from({ length: 6 }, () => ({}))))).toEqual([...rows.probability]);
  });

  it('do not depend on a view that no shipped head reads', async () => {
    const without = Array.from({ length: 6 }, () => viewsOf(...names.filter((name) => shipped.includes(name))));
    expect(probabilities(await ask(without))).toEqual(
      probabilities(await ask(Array.from({ length: 6 }, () => viewsOf(...names)))),
    );
  });

  it('answer differently for a missing view and a flat one', async () => {
    const flat = Object.fromEntries(names.map((name) => [name, new Float32Array(VIEWS[name])]));
    const [missing] = await ask([{}, {}, {}, {}, {}, {}]);
    const [zeros] = await ask([flat, flat, flat, flat, flat, flat]);
    expect(zeros.probability[0]).not.toBe(missing.probability[0]);
  });

  it('get the same digits alone and together with others', async () => {
    const views = [names, ['local'], names, ['global', 'local', 'secondary'], [], names].map((own) => viewsOf(...own));
    const together = probabilities(await ask(views));
    for (let row = 0; row < 6; row++) {
      const command = commandOf(rowsOf(table, row, 1), { model: 'multimodal' });
      const [alone] = await registry.predictDetections({ ...command, views: [views[row]] });
      expect(alone.probability[0]).toBe(together[row]);
    }
  });

  it('are reported to the observer one by one, each with its distance', async () => {
    const observed: AnswerMeasurement[] = [];
    const watched = await openRegistry({ path: SHIPPED, observer: { onAnswer: (answer) => observed.push(answer) } });
    const views = [names, ['local'], [], names, ['river'], []].map((own) => viewsOf(...own));
    const results = await watched.predictDetections({ ...commandOf(table), views });
    const limit = watched.card('multimodal').in_distribution.limit;
    expect(observed).toEqual(
      results.map(({ model, distance, inside }) => ({
        model: 'multimodal',
        version: model.version,
        distance,
        limit,
        inside,
      })),
    );
    expect(observed.map(({ distance }) => distance.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('have explanations that add up to the log-odds of the answer', async () => {
    const views = Array.from({ length: 6 }, () => viewsOf(...names));
    for (const { explanations, probability } of await ask(views, { explain: true })) {
      const { base_log_odds, log_odds, contributions } = explanations![0];
      const sum = contributions.reduce((total, { log_odds: part }) => total + part, base_log_odds);
      expect(Math.abs(sum - log_odds)).toBeLessThanOrEqual(1e-3);
      expect(1 / (1 + Math.exp(-log_odds))).toBeCloseTo(probability[0], 5);
    }
  });

  it('have their views as one more group of the explanation; without it, the explanation is that of the row', async () => {
    const period = toTable([{ source: 'KEPLER', period: 3 }]);
    const [{ explanations }] = await registry.predictDetections({
      ...commandOf(period, { explain: true }),
      views: [viewsOf(...names)],
    });
    const { base_log_odds, log_odds, contributions } = explanations![0];
    const values = Object.fromEntries(contributions.map(({ group, log_odds: value }) => [group, value]));
    expect(contributions).toHaveLength(registry.card('multimodal').groups.length + 1);
    expect(contributions.find(({ group }) => group === 'views')).toMatchObject({
      title: 'Views and vetting of the light curve',
      fields: [],
    });
    // Two players: the mean over both orders of what each adds.
    const [row] = (await registry.predict(commandOf(period, { explain: true, model: 'multimodal' }))).explanations!;
    const nothing = { columns: ['source'], rows: 1, values: Float32Array.of(0) };
    const [{ explanations: [views] = [] }] = await registry.predictDetections({
      ...commandOf(nothing, { explain: true }),
      views: [viewsOf(...names)],
    });
    expect(base_log_odds).toBe(row.base_log_odds);
    expect(values.views).toBeCloseTo((views.log_odds - base_log_odds + log_odds - row.log_odds) / 2, 5);
    expect(values.period).toBeCloseTo((row.log_odds - base_log_odds + log_odds - views.log_odds) / 2, 5);
  });

  it('have quantiles from draws of the row with unchanged views, the same in every run and batch', async () => {
    const views = Array.from({ length: 6 }, () => viewsOf(...names));
    const results = await ask(views, { uncertainty: true });
    expect(results.map(({ draws }) => draws)).toEqual([256, 256, 256, 256, 256, 256]);
    for (const { quantiles } of results) expect([...quantiles!]).toEqual([...quantiles!].sort((a, b) => a - b));
    expect(new Set(results.map(({ quantiles }) => quantiles![1])).size).toBe(6);
    const [alone] = await registry.predictDetections({
      ...commandOf(rowsOf(table, 4, 1), { uncertainty: true, model: 'multimodal' }),
      views: [views[4]],
    });
    expect(alone.quantiles).toEqual(results[4].quantiles);
    const [rowAlone] = await registry.predictDetections({
      ...commandOf(rowsOf(table, 4, 1), { uncertainty: true }),
      views: [{}],
    });
    expect(rowAlone.quantiles).not.toEqual(alone.quantiles);
    const exact = toTable([{ source: 'KEPLER', period: 3, depth: 500 }]);
    const [
      {
        quantiles,
        probability: [own],
      },
    ] = await registry.predictDetections({ ...commandOf(exact, { uncertainty: true }), views: [views[0]] });
    expect([...quantiles!]).toEqual([own, own, own]);
  });
});
