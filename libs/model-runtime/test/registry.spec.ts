import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import { type BatchMeasurement, ModelError, type ModelRegistry } from '../src';
import { OnnxSession } from '../src/session/onnx-session';
import { commandOf, madeTable } from './candidates';
import { addModel, editCard, editGolden, folderWith, openRegistry } from './model-folders';

const table = madeTable(30);
const answerOf = async (registry: ModelRegistry, model?: string) => [
  ...(await registry.predict(commandOf(table, { model }))).probability,
];
const versionOf = async (registry: ModelRegistry, model?: string) =>
  (await registry.predict(commandOf(table, { model }))).model.version;

describe('the registry', () => {
  let registry: ModelRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });

  it('serves the newest version of each model, by default the one ranked first', async () => {
    expect(
      registry.list().map(({ name, version, default: isDefault, provider }) => [name, version, isDefault, provider]),
    ).toEqual([
      ['baseline', '1', false, 'cpu'],
      ['tabular', '2', true, 'cpu'],
    ]);
    expect(registry.card().name).toBe('tabular');
    expect((await registry.predict(commandOf(table))).model).toMatchObject({
      name: 'tabular',
      version: '2',
      sha256: registry.card().sha256,
    });
  });

  it('considers 10 newer than 9', async () => {
    const folder = folderWith({ 'tabular/9': 'tabular/1', 'tabular/10': 'tabular/2' });
    expect((await openRegistry({ path: folder })).list()[0].version).toBe('10');
  });

  it('ignores a version until its card is written', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    rmSync(join(folder, 'tabular/2/card.json'));
    expect((await openRegistry({ path: folder })).list()[0].version).toBe('1');
  });

  it('answers with the model and version that a request names', async () => {
    expect((await registry.resolve('tabular@1')).version).toBe('1');
    const answers = await Promise.all(
      ['tabular', 'tabular@1', 'tabular@2', 'baseline'].map((model) => answerOf(registry, model)),
    );
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[1]).not.toEqual(answers[0]);
    expect(answers[3]).not.toEqual(answers[0]);
  });

  it('answers with more older versions than it keeps in memory', async () => {
    const folder = folderWith({
      'tabular/1': 'tabular/1',
      'tabular/2': 'tabular/1',
      'tabular/3': 'tabular/1',
      'tabular/4': 'tabular/1',
      'tabular/5': 'tabular/2',
    });
    const several = await openRegistry({ path: folder });
    const asked = Array.from({ length: 40 }, (_, i) => String(1 + (i % 4)));
    expect(await Promise.all(asked.map((version) => versionOf(several, `tabular@${version}`)))).toEqual(asked);
  });

  it.each(['nothing', 'tabular@7', 'nothing@1', 'tabular@', '../tabular', 'tabular@../1', ''])(
    'refuses the unknown model "%s" and lists those in service',
    async (model) => {
      const error = await registry.predict(commandOf(table, { model })).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('Models in service: baseline@1, tabular@2') as string,
      });
    },
  );

  it('ranks models by their cards, for rows and light curves apart; one without a rank comes last', async () => {
    const folder = folderWith({ 'baseline/1': 'baseline/1', 'other/1': 'tabular/1', 'tabular/1': 'tabular/1' });
    editCard(join(folder, 'baseline/1'), { rank: undefined });
    editCard(join(folder, 'other/1'), { rank: { light_curve: 1 } });
    editCard(join(folder, 'tabular/1'), { rank: { row: 4, light_curve: 2 } });
    const ranked = await openRegistry({ path: folder });
    expect([ranked.card().name, ranked.card(undefined, 'light_curve').name]).toEqual(['tabular', 'other']);
  });

  it('names the head of a row as its card does', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    editCard(join(folder, 'tabular/1'), { heads: [{ name: 'catalogue', input: 'row', ships: true }] });
    expect((await (await openRegistry({ path: folder })).predict(commandOf(table))).heads).toEqual(['catalogue']);
  });

  it('takes the default model from its options, and refuses one that does not exist', async () => {
    const other = await openRegistry({ defaultModel: 'baseline' });
    expect((await other.predict(commandOf(table))).model.name).toBe('baseline');
    await expect(openRegistry({ defaultModel: 'multimodal' })).rejects.toThrow(
      'the default model "multimodal" is not among the models in service: baseline@1, tabular@2',
    );
  });

  it('serves an older version when newer ones are broken, with one warning that names each file and reason', async () => {
    const warnings: string[] = [];
    const folder = folderWith({
      'tabular/1': 'tabular/1',
      'tabular/2': 'tabular/2',
      'tabular/3': 'tabular/2',
      'baseline/1': 'baseline/1',
    });
    writeFileSync(join(folder, 'tabular/3/model.onnx'), 'half a mod');
    editCard(join(folder, 'tabular/2'), { heads: { row: true } });
    const older = await openRegistry({ path: folder, warn: (message) => warnings.push(message) });
    expect(older.list().map(({ name, version }) => `${name}@${version}`)).toEqual(['baseline@1', 'tabular@1']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /tabular\/3\/model\.onnx: expected SHA-256 .*tabular\/2\/card\.json: expected a list of the heads .*; serving the older tabular@1$/,
    );
  });

  it('does not open when no version of a model can be loaded, or without any model', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2', 'baseline/1': 'baseline/1' });
    for (const version of ['1', '2']) editCard(join(folder, 'tabular', version), { sha256: '0'.repeat(64) });
    await expect(openRegistry({ path: folder })).rejects.toMatchObject({
      code: 'SHA256_MISMATCH',
      message: expect.stringContaining('tabular/2/model.onnx') as string,
    });
    rmSync(join(folder, 'tabular'), { recursive: true });
    expect((await openRegistry({ path: folder })).list().map(({ name }) => name)).toEqual(['baseline']);
    rmSync(join(folder, 'baseline'), { recursive: true });
    await expect(openRegistry({ path: folder })).rejects.toBeInstanceOf(ModelError);
  });

  it('lists the cards of all versions that a request can name, without broken ones', async () => {
    const folder = folderWith({
      'tabular/1': 'tabular/1',
      'tabular/2': 'tabular/1',
      'tabular/3': 'tabular/2',
      'baseline/1': 'baseline/1',
    });
    const several = await openRegistry({ path: folder, warn: () => undefined });
    const names = async () => (await several.cards()).map(({ name, version }) => `${name}@${version}`).sort();
    editCard(join(folder, 'tabular/2'), { groups: 'none' });
    expect(await names()).toEqual(['baseline@1', 'tabular@1', 'tabular@3']);
    addModel(folder, 'tabular/4', 'tabular/2');
    addModel(folder, 'other/1', 'tabular/2');
    expect(await names()).toEqual(['baseline@1', 'other@1', 'tabular@1', 'tabular@3', 'tabular@4']);
    rmSync(join(folder, 'tabular/1/model.onnx'));
    await expect(answerOf(several, 'tabular@1')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(await names()).toEqual(['baseline@1', 'other@1', 'tabular@3', 'tabular@4']);
    rmSync(folder, { recursive: true });
    expect(await names()).toEqual(['baseline@1', 'tabular@3']);
    mkdirSync(folder);
  });

  it('loads a broken version once for many requests that name it, with one warning', async () => {
    const warnings: string[] = [];
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    writeFileSync(join(folder, 'tabular/1/model.onnx'), 'half a mod');
    const open = vi.spyOn(OnnxSession, 'open');
    const asked = await openRegistry({ path: folder, warn: (message) => warnings.push(message) });
    for (let request = 0; request < 5; request++) {
      await expect(answerOf(asked, 'tabular@1')).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('SHA256_MISMATCH') as string,
      });
    }
    expect(open.mock.calls.filter(([path]) => path.endsWith('tabular/1'))).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^the model tabular@1 cannot be served: .*tabular\/1\/model\.onnx/),
    ]);
    open.mockRestore();
  });

  it('falls back to the CPU with one warning when CUDA is not installed, and lists the provider in use', async () => {
    const warnings: string[] = [];
    const asked = await openRegistry({ providers: ['cuda', 'cpu'], warn: (message) => warnings.push(message) });
    const [{ provider }] = asked.list();
    if (provider === 'cuda') return; // A machine with the library: nothing to fall back from.
    expect(warnings).toEqual([
      expect.stringMatching(/^the execution provider cuda cannot be used .*cpu runs the models$/),
    ]);
    expect(asked.list().map((model) => model.provider)).toEqual(['cpu', 'cpu']);
    expect(await answerOf(asked)).toEqual(await answerOf(registry));
  });
});

describe('a reload', () => {
  it('swaps to the newest version without losing a request', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const batches: BatchMeasurement[] = [];
    const registry = await openRegistry({ path: folder, observer: { onBatch: (batch) => batches.push(batch) } });
    const before = await answerOf(registry);
    addModel(folder, 'tabular/2', 'tabular/2');
    let over = false;
    const answers: Promise<number[]>[] = [];
    const load = (async () => {
      while (!over) {
        answers.push(answerOf(registry), answerOf(registry));
        await new Promise(setImmediate);
      }
    })();
    const long = registry.predict(commandOf(madeTable(20_000)));
    expect(await registry.reload('tabular')).toMatchObject({ name: 'tabular', version: '2' });
    over = true;
    await load;
    const after = await answerOf(registry);
    expect(after).not.toEqual(before);
    for (const answer of await Promise.all(answers)) expect([before, after]).toContainEqual(answer);
    expect((await long).model.version).toBe('1');
    expect(new Set(batches.map(({ version }) => version))).toEqual(new Set(['1', '2']));
  });

  it('keeps the old version in service when the new one is broken', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    const before = await answerOf(registry);
    addModel(folder, 'tabular/2', 'tabular/2');
    writeFileSync(join(folder, 'tabular/2/model.onnx'), 'half a mod');
    await expect(registry.reload('tabular')).rejects.toThrow(/tabular\/2\/model\.onnx: expected SHA-256/);
    expect(await answerOf(registry)).toEqual(before);
    expect(registry.list()[0].version).toBe('1');
  });

  it('keeps the old version in service when the new one loads but answers differently from training', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    addModel(folder, 'tabular/2', 'tabular/2');
    editGolden(join(folder, 'tabular/2'), ({ log_odds }) => (log_odds[5] += 0.1));
    await expect(registry.reload('tabular')).rejects.toMatchObject({
      code: 'GOLDEN_MISMATCH',
      message: expect.stringContaining('tabular/2/golden.json: row 5') as string,
    });
    expect(await versionOf(registry)).toBe('1');
  });

  it('can name an older version, and returns to the newest', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    const registry = await openRegistry({ path: folder });
    const newest = await answerOf(registry);
    const older = await answerOf(registry, 'tabular@1');
    expect(await registry.reload('tabular', '1')).toMatchObject({ version: '1' });
    expect(await answerOf(registry)).toEqual(older);
    await expect(registry.reload('tabular', '7')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('"tabular@7"') as string,
    });
    expect(await versionOf(registry)).toBe('1');
    expect(await registry.reload('tabular')).toMatchObject({ version: '2' });
    expect(await answerOf(registry)).toEqual(newest);
  });

  it('refuses a version that changed in place, and accepts an unchanged one again', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    const registry = await openRegistry({ path: folder });
    const before = await answerOf(registry);
    expect(await registry.reload('tabular')).toMatchObject({ version: '2' });
    expect(await answerOf(registry)).toEqual(before);

    addModel(folder, 'tabular/2', 'tabular/1');
    const changed = {
      code: 'VERSION_CHANGED',
      message: expect.stringMatching(
        /tabular\/2: tabular@2 was loaded before with .*[0-9a-f]{64}.*[0-9a-f]{64}\. A version never changes in place: add a new version/,
      ) as string,
    };
    await expect(registry.reload('tabular')).rejects.toMatchObject(changed);
    await expect(registry.reload('tabular', '2')).rejects.toMatchObject(changed);
    expect(await answerOf(registry)).toEqual(before);

    addModel(folder, 'tabular/2', 'tabular/2');
    editCard(join(folder, 'tabular/2'), { in_distribution: { limit: 1000 } });
    await expect(registry.reload('tabular')).rejects.toThrow('tabular@2 was loaded before with another card');
    await registry.reload('tabular', '1');
    await expect(answerOf(registry, 'tabular@2')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('puts a new model in service, and refuses one that does not exist', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    addModel(folder, 'baseline/1', 'baseline/1');
    await registry.reload('baseline');
    expect((await registry.predict(commandOf(table, { model: 'baseline' }))).model.name).toBe('baseline');
    await expect(registry.reload('other')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
