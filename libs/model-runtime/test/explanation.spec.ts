import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toTable } from '@exoplanet/contracts';
import { shapleyValues } from '../src/predictions/explanation/shapley';
import { commandOf, madeCandidates, madeTable } from './candidates';
import { everyModel, FIXTURES, openRegistry, SHIPPED } from './model-folders';

/** The definition: what a player adds on joining, averaged over every order. */
function byPermutations(values: number[]): number[] {
  const players = Math.log2(values.length);
  const sums = new Array<number>(players).fill(0);
  let orders = 0;
  const visit = (coalition: number, gains: [number, number][]) => {
    if (gains.length === players) {
      orders++;
      for (const [player, gain] of gains) sums[player] += gain;
      return;
    }
    for (let player = 0; player < players; player++) {
      const next = coalition | (1 << player);
      if (next !== coalition) visit(next, [...gains, [player, values[next] - values[coalition]]]);
    }
  };
  visit(0, []);
  return sums.map((sum) => sum / orders);
}

describe('Shapley values', () => {
  it.each([0, 1, 2, 3, 5])('are those of the definition for %i players', (players) => {
    const values = Array.from({ length: 2 ** players }, (_, i) => Math.sin(3 * i + 1));
    const expected = byPermutations(values);
    [...shapleyValues(values)].forEach((value, player) => expect(value).toBeCloseTo(expected[player], 12));
  });

  it('solve the glove game as in the textbook: one left glove, two right ones', () => {
    const pair = (coalition: number) => (coalition & 1 && coalition & 6 ? 1 : 0);
    const [left, ...right] = shapleyValues(Array.from({ length: 8 }, (_, coalition) => pair(coalition)));
    expect(left).toBeCloseTo(2 / 3, 12);
    for (const value of right) expect(value).toBeCloseTo(1 / 6, 12);
  });
});

const served = [
  { name: 'made models', path: FIXTURES },
  { name: 'shipped models', path: SHIPPED },
].filter(({ path }) => everyModel().some(({ folder }) => folder.startsWith(join(path, 'tabular'))));

describe.each(served)('an explanation by the $name', ({ path }) => {
  it('adds up to the log-odds of the answer, over 1,000 rows', { timeout: 120_000 }, async () => {
    const registry = await openRegistry({ path });
    const { explanations = [], probability } = await registry.predict(commandOf(madeTable(1000), { explain: true }));
    expect(explanations).toHaveLength(1000);
    explanations.forEach(({ base_log_odds, log_odds, contributions }, row) => {
      const sum = contributions.reduce((total, contribution) => total + contribution.log_odds, base_log_odds);
      expect(Math.abs(sum - log_odds)).toBeLessThanOrEqual(1e-3);
      expect(Math.abs(1 / (1 + Math.exp(-log_odds)) - probability[row])).toBeLessThanOrEqual(1e-6);
      const sizes = contributions.map((contribution) => Math.abs(contribution.log_odds));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    });
  });

  it('lists the supplied fields of each group, and gives exactly 0 to a group without any', async () => {
    const registry = await openRegistry({ path });
    const row = { source: 'KEPLER' as const, period: 1.2, period_err: 0.1, radius: 11.7 };
    const { explanations } = await registry.predict(commandOf(toTable([row]), { explain: true }));
    const { contributions } = explanations![0];
    expect(contributions.flatMap(({ fields }) => fields).sort((a, b) => (a.field < b.field ? -1 : 1))).toEqual([
      { field: 'period', value: 1.2, unit: 'd' },
      { field: 'period_err_high', value: 0.1, unit: 'd' },
      { field: 'period_err_low', value: 0.1, unit: 'd' },
      { field: 'radius', value: 11.7, unit: 'R_earth' },
    ]);
    expect(contributions).toHaveLength(registry.card().groups.length);
    for (const { fields, log_odds } of contributions) if (fields.length === 0) expect(log_odds).toBe(0);
  });

  it('is the same whether a row is explained alone or in a batch', async () => {
    const registry = await openRegistry({ path });
    const rows = madeCandidates(20);
    const batch = await registry.predict(commandOf(toTable(rows), { explain: true }));
    const alone = await registry.predict(commandOf(toTable([rows[13]]), { explain: true }));
    expect(alone.explanations![0]).toEqual(batch.explanations![13]);
  });
});
