import { verdictOf, type PredictResult } from '@exoplanet/contracts';
import { describe, expect, it } from 'vitest';
import type { ShadowMeasurement } from '../src';
import { commandOf, madeTable } from './candidates';
import { openRegistry } from './model-folders';

const verdicts = ({ probability, sets }: PredictResult) =>
  [...probability].map((value, row) => verdictOf(value, sets[row]));

describe('a shadow version', () => {
  it('scores the same rows after the answer and tells how much the answers differ', async () => {
    const measured: ShadowMeasurement[] = [];
    const registry = await openRegistry({
      shadow: 'tabular@1',
      observer: { onShadow: (comparison) => measured.push(comparison) },
    });
    const table = madeTable(200);
    const answer = await registry.predict(commandOf(table));
    expect(answer.model.version).toBe('2');
    expect(measured).toEqual([]); // The answer did not wait for it.
    await registry.whenShadowIdle();
    const other = await registry.predict(commandOf(table, { model: 'tabular@1' }));
    const mean =
      answer.probability.reduce((sum, value, row) => sum + Math.abs(value - other.probability[row]), 0) / table.rows;
    const changes = verdicts(answer).filter((verdict, row) => verdict !== verdicts(other)[row]).length;
    expect(mean).toBeGreaterThan(0);
    await registry.whenShadowIdle();
    expect(measured).toEqual([
      {
        model: 'tabular@2',
        shadow: 'tabular@1',
        rows: 200,
        skipped: 0,
        meanAbsoluteDifference: expect.closeTo(mean, 12),
        verdictChanges: changes,
      },
    ]);
  });

  it('skips traffic when it is far behind', async () => {
    const measured: ShadowMeasurement[] = [];
    const registry = await openRegistry({
      shadow: 'tabular@1',
      observer: { onShadow: (comparison) => measured.push(comparison) },
    });
    const table = madeTable(6000);
    await Promise.all([1, 2, 3].map(() => registry.predict(commandOf(table))));
    await registry.whenShadowIdle();
    expect(measured.reduce((sum, { rows, skipped }) => sum + rows + skipped, 0)).toBe(18_000);
    expect(measured.some(({ skipped }) => skipped > 0)).toBe(true);
  });

  it('fails in silence for callers: only a warning', async () => {
    const warnings: string[] = [];
    const registry = await openRegistry({ shadow: 'baseline@1', warn: (message) => warnings.push(message) });
    const broken = { columns: ['source', 'period', 'snr'], rows: 1, values: Float32Array.of(0, 3, 1e10) };
    await registry.predict(commandOf(broken));
    await registry.whenShadowIdle();
    expect(warnings).toEqual([expect.stringContaining('the shadow baseline@1 failed')]);
  });

  it('must be there when the registry opens', async () => {
    await expect(openRegistry({ shadow: 'tabular' })).rejects.toThrow('expected the shadow as name@version');
    await expect(openRegistry({ shadow: 'tabular@9' })).rejects.toThrow(/tabular\/9\/card\.json/);
  });
});
