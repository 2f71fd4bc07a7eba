import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PredictResult, verdictOf } from '@exoplanet/contracts';
import type { ShadowMeasurement } from '../src';
import { commandOf, madeTable } from './candidates';
import { addModel, editCard, folderWith, openRegistry, SHIPPED } from './model-folders';

const verdicts = ({ probability, sets }: PredictResult) =>
  [...probability].map((value, row) => verdictOf(value, sets[row]));

describe('a shadow version', () => {
  it('scores the same rows after the answer and reports how much the answers differ', async () => {
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
        meanAbsoluteDifference: expect.closeTo(mean, 12) as number,
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

  it('only warns when it fails: callers do not notice', async () => {
    const warnings: string[] = [];
    const path = folderWith({ 'tabular/1': 'tabular/1', 'baseline/1': 'baseline/1', 'baseline/2': 'baseline/1' });
    const registry = await openRegistry({ path, shadow: 'baseline@2', warn: (message) => warnings.push(message) });
    const broken = { columns: ['source', 'period', 'snr'], rows: 1, values: Float32Array.of(0, 3, 1e10) };
    await registry.predict(commandOf(broken));
    await registry.whenShadowIdle();
    expect(warnings).toEqual([expect.stringContaining('the shadow baseline@2 failed')]);
  });

  it('also compares detections of light curves, with the same views', async () => {
    const measured: ShadowMeasurement[] = [];
    const registry = await openRegistry({
      shadow: 'tabular@1',
      observer: { onShadow: (comparison) => measured.push(comparison) },
    });
    const table = madeTable(3);
    const views = Array.from({ length: 3 }, () => ({ local: new Float32Array(61) }));
    const answers = await registry.predictDetections({ ...commandOf(table), views });
    await registry.whenShadowIdle();
    const other = await registry.predict(commandOf(table, { model: 'tabular@1' }));
    const mean =
      answers.reduce((sum, { probability }, row) => sum + Math.abs(probability[0] - other.probability[row]), 0) / 3;
    expect(measured).toEqual([
      {
        model: 'tabular@2',
        shadow: 'tabular@1',
        rows: 3,
        skipped: 0,
        meanAbsoluteDifference: expect.closeTo(mean, 12) as number,
        verdictChanges: expect.any(Number) as number,
      },
    ]);
  });

  it('reads views like the version in service: the same model shows no difference', async () => {
    const path = folderWith({});
    for (const version of ['1', '2']) {
      cpSync(join(SHIPPED, 'multimodal/1'), join(path, 'multimodal', version), { recursive: true });
      editCard(join(path, 'multimodal', version), { version });
    }
    const measured: ShadowMeasurement[] = [];
    const registry = await openRegistry({
      path,
      shadow: 'multimodal@2',
      observer: { onShadow: (comparison) => measured.push(comparison) },
    });
    const views = [{ local: new Float32Array(61).fill(-0.5), global: new Float32Array(201) }, {}];
    const [seen] = await registry.predictDetections({ ...commandOf(madeTable(2)), views });
    expect(seen.heads).toContain('local');
    await registry.whenShadowIdle();
    expect(measured).toEqual([
      {
        model: 'multimodal@1',
        shadow: 'multimodal@2',
        rows: 2,
        skipped: 0,
        meanAbsoluteDifference: 0,
        verdictChanges: 0,
      },
    ]);
  });

  it('is never put in service, even as the newest version, neither at the start nor by a reload', async () => {
    const path = folderWith({ 'tabular/1': 'tabular/1', 'tabular/3': 'tabular/2' });
    const measured: ShadowMeasurement[] = [];
    const registry = await openRegistry({
      path,
      shadow: 'tabular@3',
      observer: { onShadow: (comparison) => measured.push(comparison) },
    });
    const served = async () => (await registry.predict(commandOf(madeTable(2)))).model.version;
    expect(await served()).toBe('1');
    addModel(path, 'tabular/2', 'tabular/1');
    expect((await registry.reload('tabular')).version).toBe('2');
    expect(await served()).toBe('2');
    await registry.whenShadowIdle();
    expect(measured.map(({ model, shadow, rows }) => [model, shadow, rows])).toEqual([
      ['tabular@1', 'tabular@3', 2],
      ['tabular@2', 'tabular@3', 2],
    ]);
    await expect(registry.reload('tabular', '3')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('tabular@3 is the shadow') as string,
    });
    expect(await served()).toBe('2');
  });

  it('is refused when it is the only version of a model', async () => {
    const path = folderWith({ 'tabular/2': 'tabular/2', 'baseline/1': 'baseline/1' });
    await expect(openRegistry({ path, shadow: 'tabular@2' })).rejects.toThrow(
      'tabular: expected another version beside the shadow tabular@2, found none',
    );
  });

  it('must be named with its version', async () => {
    await expect(openRegistry({ shadow: 'tabular' })).rejects.toThrow('expected the shadow as name@version');
  });

  it('is left out with one warning when it is missing or broken, until a reload finds it', async () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const path = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    const measured: ShadowMeasurement[] = [];
    const options = {
      path,
      shadow: 'tabular@2',
      warn,
      observer: { onShadow: (comparison: ShadowMeasurement) => measured.push(comparison) },
    };
    editCard(join(path, 'tabular/2'), { sha256: '0'.repeat(64) });
    const broken = await openRegistry(options);
    expect((await broken.predict(commandOf(madeTable(2)))).model.version).toBe('1');
    expect(warnings.splice(0)).toEqual([
      expect.stringMatching(
        /^the shadow tabular@2 cannot be loaded, so nothing is compared: .*tabular\/2\/model\.onnx: expected SHA-256/,
      ),
    ]);

    rmSync(join(path, 'tabular/2'), { recursive: true });
    const missing = await openRegistry(options);
    expect(warnings.splice(0)).toEqual([
      expect.stringMatching(/^the shadow tabular@2 cannot be loaded.*tabular\/2\/card\.json/),
    ]);
    addModel(path, 'tabular/2', 'tabular/2');
    expect((await missing.reload('tabular')).version).toBe('1');
    await missing.predict(commandOf(madeTable(2)));
    await missing.whenShadowIdle();
    expect(measured.map(({ model, shadow }) => [model, shadow])).toEqual([['tabular@1', 'tabular@2']]);
    expect(warnings).toEqual([]);
  });
});
