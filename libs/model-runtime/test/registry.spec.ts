import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import { type BatchMeasurement, ModelError, type ModelRegistry } from '../src';
import { OnnxSession } from '../src/sessions/onnx-session';
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

  it('serves the newest version of each model, the tabular one by default', async () => {
    expect(
      registry.list().map(({ name, version, default: standard, provider }) => [name, version, standard, provider]),
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

  it('takes 10 as newer than 9', async () => {
    const folder = folderWith({ 'tabular/9': 'tabular/1', 'tabular/10': 'tabular/2' });
    expect((await openRegistry({ path: folder })).list()[0].version).toBe('10');
  });

  it('does not see a version before its card is written', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    rmSync(join(folder, 'tabular/2/card.json'));
    expect((await openRegistry({ path: folder })).list()[0].version).toBe('1');
  });

  it('answers with the model, and with the older version, that a request names', async () => {
    expect((await registry.resolve('tabular@1')).version).toBe('1');
    const answers = await Promise.all(
      ['tabular', 'tabular@1', 'tabular@2', 'baseline'].map((model) => answerOf(registry, model)),
    );
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[1]).not.toEqual(answers[0]);
    expect(answers[3]).not.toEqual(answers[0]);
  });

  it('keeps answering with older versions when more are asked for than it keeps', async () => {
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
    'does not know the model "%s", and says what there is',
    async (model) => {
      const error = await registry.predict(commandOf(table, { model })).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('there are baseline@1, tabular@2'),
      });
    },
  );

  it('takes the default model from its options, and refuses one that is not there', async () => {
    const other = await openRegistry({ defaultModel: 'baseline' });
    expect((await other.predict(commandOf(table))).model.name).toBe('baseline');
    await expect(openRegistry({ defaultModel: 'multimodal' })).rejects.toThrow(
      'the default model "multimodal" is not served; there are baseline@1, tabular@2',
    );
  });

  it('takes the next older version where the newest is broken, with one warning that names the file and why', async () => {
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
      /tabular\/3\/model\.onnx: expected SHA-256 .*tabular\/2\/card\.json: expected `name`, `input` and `ships` .*; the older tabular@1 is served$/,
    );
  });

  it('does not open where no version of a model can be loaded, so that no other answers in its place, nor without any', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2', 'baseline/1': 'baseline/1' });
    for (const version of ['1', '2']) editCard(join(folder, 'tabular', version), { sha256: '0'.repeat(64) });
    await expect(openRegistry({ path: folder })).rejects.toMatchObject({
      code: 'SHA256_MISMATCH',
      message: expect.stringContaining('tabular/2/model.onnx'),
    });
    rmSync(join(folder, 'tabular'), { recursive: true });
    expect((await openRegistry({ path: folder })).list().map(({ name }) => name)).toEqual(['baseline']);
    rmSync(join(folder, 'baseline'), { recursive: true });
    await expect(openRegistry({ path: folder })).rejects.toBeInstanceOf(ModelError);
  });

  it('gives the cards of every version that can be named, and of none that is broken', async () => {
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

  it('loads a broken version that many requests name once, and tells so once', async () => {
    const warnings: string[] = [];
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    writeFileSync(join(folder, 'tabular/1/model.onnx'), 'half a mod');
    const open = vi.spyOn(OnnxSession, 'open');
    const asked = await openRegistry({ path: folder, warn: (message) => warnings.push(message) });
    for (let request = 0; request < 5; request++) {
      await expect(answerOf(asked, 'tabular@1')).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('SHA256_MISMATCH'),
      });
    }
    expect(open.mock.calls.filter(([path]) => path.endsWith('tabular/1'))).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^the model tabular@1 cannot be served: .*tabular\/1\/model\.onnx/),
    ]);
    open.mockRestore();
  });

  it('falls back to the CPU with one warning where CUDA is not installed, and tells what runs', async () => {
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
  it('swaps to the newest version without a lost request', async () => {
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

  it('leaves the old version serving when the new one is broken, and says so', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    const before = await answerOf(registry);
    addModel(folder, 'tabular/2', 'tabular/2');
    writeFileSync(join(folder, 'tabular/2/model.onnx'), 'half a mod');
    await expect(registry.reload('tabular')).rejects.toThrow(/tabular\/2\/model\.onnx: expected SHA-256/);
    expect(await answerOf(registry)).toEqual(before);
    expect(registry.list()[0].version).toBe('1');
  });

  it('leaves the old version serving when the new one loads but is not the model that was trained', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    addModel(folder, 'tabular/2', 'tabular/2');
    editGolden(join(folder, 'tabular/2'), ({ log_odds }) => (log_odds[5] += 0.1));
    await expect(registry.reload('tabular')).rejects.toMatchObject({
      code: 'GOLDEN_MISMATCH',
      message: expect.stringContaining('tabular/2/golden.json: row 5'),
    });
    expect(await versionOf(registry)).toBe('1');
  });

  it('goes back to an older version that it names, and to the newest again', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    const registry = await openRegistry({ path: folder });
    const newest = await answerOf(registry);
    const older = await answerOf(registry, 'tabular@1');
    expect(await registry.reload('tabular', '1')).toMatchObject({ version: '1' });
    expect(await answerOf(registry)).toEqual(older);
    await expect(registry.reload('tabular', '7')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('"tabular@7"'),
    });
    expect(await versionOf(registry)).toBe('1');
    expect(await registry.reload('tabular')).toMatchObject({ version: '2' });
    expect(await answerOf(registry)).toEqual(newest);
  });

  it('refuses a version that was changed in place, and takes the same again', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    const registry = await openRegistry({ path: folder });
    const before = await answerOf(registry);
    expect(await registry.reload('tabular')).toMatchObject({ version: '2' });
    expect(await answerOf(registry)).toEqual(before);

    addModel(folder, 'tabular/2', 'tabular/1');
    const changed = {
      code: 'VERSION_CHANGED',
      message: expect.stringMatching(
        /tabular\/2: tabular@2 was loaded with .*[0-9a-f]{64}.*[0-9a-f]{64}: a version is never changed in place, add a new version/,
      ),
    };
    await expect(registry.reload('tabular')).rejects.toMatchObject(changed);
    await expect(registry.reload('tabular', '2')).rejects.toMatchObject(changed);
    expect(await answerOf(registry)).toEqual(before);

    addModel(folder, 'tabular/2', 'tabular/2');
    editCard(join(folder, 'tabular/2'), { in_distribution: { limit: 1000 } });
    await expect(registry.reload('tabular')).rejects.toThrow('tabular@2 was loaded with another card');
    await registry.reload('tabular', '1');
    await expect(answerOf(registry, 'tabular@2')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('brings a new model into service, and does not know one that is not there', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const registry = await openRegistry({ path: folder });
    addModel(folder, 'baseline/1', 'baseline/1');
    await registry.reload('baseline');
    expect((await registry.predict(commandOf(table, { model: 'baseline' }))).model.name).toBe('baseline');
    await expect(registry.reload('other')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
