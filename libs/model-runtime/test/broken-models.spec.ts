import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../src';
import { readCard } from '../src/models/card-file';
import { ExecutionProviders } from '../src/sessions/execution-providers';
import { OnnxSession } from '../src/sessions/onnx-session';
import { editCard, folderWith } from './model-folders';

const providers = new ExecutionProviders(['cpu'], () => undefined);

/** Loads the only model of a folder and returns why that failed. */
async function failure(folder: string): Promise<ModelError> {
  const model = join(folder, 'tabular/1');
  try {
    await OnnxSession.open(model, await readCard(model), providers);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('the model was loaded');
}

const replaceModel = (folder: string, content: Buffer) => {
  writeFileSync(join(folder, 'tabular/1/model.onnx'), content);
  editCard(join(folder, 'tabular/1'), { sha256: createHash('sha256').update(content).digest('hex') });
};

describe('a model folder that cannot be served is refused with the file and the reason', () => {
  it('without a card', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    rmSync(join(folder, 'tabular/1/card.json'));
    const error = await failure(folder);
    expect(error.code).toBe('file_missing');
    expect(error.message).toContain('card.json');
  });

  it('without the model file', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    rmSync(join(folder, 'tabular/1/model.onnx'));
    expect(await failure(folder)).toMatchObject({ code: 'file_missing', file: join(folder, 'tabular/1/model.onnx') });
  });

  it('with a model file that the card does not describe', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    writeFileSync(join(folder, 'tabular/1/model.onnx'), readFileSync(join(folder, 'tabular/1/model.onnx')).subarray(1));
    const error = await failure(folder);
    expect(error.code).toBe('sha256_mismatch');
    expect(error.message).toMatch(/expected SHA-256 [0-9a-f]{64} as the card says, found [0-9a-f]{64}/);
  });

  it('with a file that is no ONNX', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    replaceModel(folder, Buffer.from('not a model'));
    expect((await failure(folder)).code).toBe('not_loadable');
  });

  it('with a model of another width than the card has features', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const { features } = JSON.parse(readFileSync(join(folder, 'tabular/1/card.json'), 'utf8')) as {
      features: unknown[];
    };
    editCard(join(folder, 'tabular/1'), { features: features.slice(0, 5), groups: [] });
    const error = await failure(folder);
    expect(error.code).toBe('wrong_interface');
    expect(error.message).toContain('expected one input "row" float32 [rows, 5], found "row" float32 [rows, 62]');
  });

  it.each(['log_odds', 'distance', 'state'])('with a model without the output %s', async (output) => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const content = readFileSync(join(folder, 'tabular/1/model.onnx'), 'latin1');
    replaceModel(folder, Buffer.from(content.replaceAll(output, output.toUpperCase()), 'latin1'));
    const error = await failure(folder);
    expect(error.code).toBe('wrong_interface');
    expect(error.message).toContain(`expected an output "${output}" float32 [rows], found`);
  });

  it.each([
    ['a card that is not JSON', undefined, 'not JSON'],
    ['a name that is not the folder', { name: 'other' }, 'expected name "tabular"'],
    ['a model file outside of the folder', { file: '../model.onnx' }, 'a file beside the card'],
    [
      'a feature that no candidate has',
      { features: [{ name: 'koi_fpflag_nt', unit: '', description: '' }] },
      'koi_fpflag_nt',
    ],
    ['a feature twice', { features: [{ name: 'period' }, { name: 'period' }] }, '"period" appears twice'],
    [
      'a field in two groups',
      { groups: ['a', 'b'].map((name) => ({ name, title: name, features: ['period'] })) },
      'belongs to another group',
    ],
    [
      'too many groups',
      { groups: Array.from({ length: 11 }, (_, i) => ({ name: `g${i}`, title: '', features: [] })) },
      'at most 10 groups',
    ],
    [
      'a threshold that is no number',
      { conformal: { level: 0.95, thresholds: { TESS: { few: { planet: null } } } } },
      'conformal.thresholds.TESS.few',
    ],
    [
      'thresholds of a kind of input that it does not list',
      { conformal: { level: 0.95, thresholds: { TESS: { planet: 0.1, false_positive: 0.1 } } } },
      'there is no state "planet" in `states`',
    ],
    ['no kinds of input', { states: undefined }, 'at `states`'],
    ['no distance limit', { in_distribution: {} }, 'in_distribution.limit'],
  ])('with %s', async (_, changes, message) => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    if (changes) editCard(join(folder, 'tabular/1'), changes);
    else writeFileSync(join(folder, 'tabular/1/card.json'), '{"name": ');
    const error = await failure(folder);
    expect(error.code).toBe('card_invalid');
    expect(error.message).toContain(message);
  });
});
