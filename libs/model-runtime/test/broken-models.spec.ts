import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ModelError } from '../src';
import { LoadedModel } from '../src/model/loaded-model';
import { ExecutionProviders } from '../src/session/execution-providers';
import { OnnxSession } from '../src/session/onnx-session';
import { editCard, editGolden, folderWith, SHIPPED } from './model-folders';

const providers = new ExecutionProviders(['cpu'], () => undefined);
const load = (folder: string) => LoadedModel.load(folder, { providers });

/** Loads the only model of a folder and returns why that failed. */
async function failure(folder: string, model = 'tabular/1'): Promise<ModelError> {
  try {
    await load(join(folder, model));
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

const feature = (name: string) => ({ name, unit: '', description: '' });

describe('a model folder that cannot be served is refused with the file and the reason', () => {
  it('without a card', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    rmSync(join(folder, 'tabular/1/card.json'));
    const error = await failure(folder);
    expect(error.code).toBe('FILE_MISSING');
    expect(error.message).toContain('card.json');
  });

  it('without the model file', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    rmSync(join(folder, 'tabular/1/model.onnx'));
    expect(await failure(folder)).toMatchObject({ code: 'FILE_MISSING', file: join(folder, 'tabular/1/model.onnx') });
  });

  it('with a model file that the card does not describe', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    writeFileSync(join(folder, 'tabular/1/model.onnx'), readFileSync(join(folder, 'tabular/1/model.onnx')).subarray(1));
    const error = await failure(folder);
    expect(error.code).toBe('SHA256_MISMATCH');
    expect(error.message).toMatch(/expected SHA-256 [0-9a-f]{64} as the card says, found [0-9a-f]{64}/);
  });

  it('with a file that is not ONNX', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    replaceModel(folder, Buffer.from('not a model'));
    expect((await failure(folder)).code).toBe('NOT_LOADABLE');
  });

  it('with a model whose width differs from the number of features on the card', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const { features } = JSON.parse(readFileSync(join(folder, 'tabular/1/card.json'), 'utf8')) as {
      features: unknown[];
    };
    editCard(join(folder, 'tabular/1'), { features: features.slice(0, 5), groups: [], fields_by_source: {} });
    const error = await failure(folder);
    expect(error.code).toBe('WRONG_INTERFACE');
    expect(error.message).toContain('expected one input "row" float32 [rows, 5], found "row" float32 [rows, 62]');
  });

  it.each(['log_odds', 'distance', 'state'])('with a model without the output %s', async (output) => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const content = readFileSync(join(folder, 'tabular/1/model.onnx'), 'latin1');
    replaceModel(folder, Buffer.from(content.replaceAll(output, output.toUpperCase()), 'latin1'));
    const error = await failure(folder);
    expect(error.code).toBe('WRONG_INTERFACE');
    expect(error.message).toContain(`expected an output "${output}" float32 [rows], found`);
  });

  it.each([
    ['a card that is not JSON', undefined, 'not JSON'],
    ['a name that is not the folder', { name: 'other' }, 'expected name "tabular"'],
    [
      'a model file outside of the folder',
      { file: '../model.onnx' },
      'the name of a file beside the card at `file`, found "../model.onnx"',
    ],
    [
      'a feature that no candidate has',
      { features: [feature('koi_fpflag_nt')] },
      'the feature "koi_fpflag_nt" is not a column of a candidate',
    ],
    ['a feature twice', { features: [feature('period'), feature('period')] }, '"period" appears twice'],
    [
      'a field in two groups',
      { groups: ['a', 'b'].map((name) => ({ name, title: name, features: ['period'] })) },
      'belongs to another group',
    ],
    [
      'too many groups',
      { groups: Array.from({ length: 11 }, (_, i) => ({ name: `g${i}`, title: '', features: [] })) },
      'expected a list of at most 10 groups of features',
    ],
    [
      'a threshold that is no number',
      { conformal: { level: 0.95, thresholds: { TESS: { few: { planet: null, false_positive: 0.1 } } } } },
      'expected a probability at `conformal.thresholds.TESS.few.planet`, found null',
    ],
    [
      'a threshold of curves that is no number',
      { curve_thresholds: { TESS: { planet: 0.5 } } },
      'expected a probability at `curve_thresholds.TESS.false_positive`, found nothing',
    ],
    [
      'a rule for measured rows that needs what it does not read',
      {
        curve_rows: {
          TESS: {
            fitted_on: 'rows',
            checked: true,
            rules: [
              {
                name: 'star',
                needs: ['depth'],
                reads: ['period'],
                slope: 1,
                offset: 0,
                terms: [],
                thresholds: { planet: 0.1, false_positive: 0.1 },
              },
            ],
          },
        },
      },
      'the rule "star" at `curve_rows.TESS` has "depth", which is not a feature that it reads',
    ],
    [
      'thresholds of a kind of input that it does not list',
      { conformal: { level: 0.95, thresholds: { TESS: { all: { planet: 0.1, false_positive: 0.1 } } } } },
      'there is no state "all" in `states`',
    ],
    ['no kinds of input', { states: undefined }, 'expected a list of the kinds of input at `states`, found nothing'],
    ['no distance limit', { in_distribution: {} }, '`in_distribution.limit`'],
    [
      'nothing of what it must have',
      { features: null, groups: null, conformal: null, in_distribution: null },
      'at `features`, found null',
    ],
    [
      'features that are names alone',
      { features: ['period'] },
      'expected a feature with `name`, `unit` and `description` at `features[0]`, found "period"',
    ],
    [
      'a feature without a unit',
      { features: [{ name: 'period', description: '' }] },
      'expected the unit as a string, empty where there is none at `features[0].unit`, found nothing',
    ],
    [
      'a group that is a name alone',
      { groups: ['orbit'] },
      'expected a group with `name`, `title` and `features` at `groups[0]`',
    ],
    ['fields of a mission that are no list', { fields_by_source: { TESS: 'period' } }, 'fields_by_source.TESS'],
    [
      'fields of a mission that are no features',
      { fields_by_source: { TESS: ['koi_score'] } },
      'fields_by_source.TESS',
    ],
    ['inputs that are not a list', { inputs: { row: 62 } }, '`inputs`'],
    [
      'an input whose shape is no list of numbers',
      { inputs: [{ name: 'row', shape: ['rows', '62'] }] },
      'expected a whole number above 0 at `inputs[0].shape[1]`, found "62"',
    ],
    [
      'a row of another width than it has features',
      { inputs: [{ name: 'row', shape: ['rows', 61] }] },
      'an input "row" of 62 features',
    ],
    ['heads that are no list', { heads: 'row' }, '`heads`'],
    ['a head that does not say whether it ships', { heads: [{ name: 'row', input: 'row' }] }, '`heads[0].ships`'],
    [
      'a head that no input belongs to',
      { heads: [{ name: 'river', input: 'river', ships: true }] },
      'a head for each input',
    ],
  ])('with %s', async (_, changes, message) => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    if (changes) editCard(join(folder, 'tabular/1'), changes);
    else writeFileSync(join(folder, 'tabular/1/card.json'), '{"name": ');
    const error = await failure(folder);
    expect(error.code).toBe('CARD_INVALID');
    expect(error.file).toBe(join(folder, 'tabular/1/card.json'));
    expect(error.message).toContain(message);
  });
});

describe('a model that loads but answers differently from training is refused with the row and both answers', () => {
  afterEach(() => vi.restoreAllMocks());

  const changed = (change: Parameters<typeof editGolden>[1]): string => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    editGolden(join(folder, 'tabular/1'), change);
    return folder;
  };

  it('without the golden answers of training', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    rmSync(join(folder, 'tabular/1/golden.json'));
    expect(await failure(folder)).toMatchObject({ code: 'FILE_MISSING', file: join(folder, 'tabular/1/golden.json') });
  });

  it('when it is another model with the right card, and its session is freed', async () => {
    const folder = folderWith({ 'tabular/1': 'tabular/1' });
    const other = folderWith({ 'tabular/2': 'tabular/2' });
    replaceModel(folder, readFileSync(join(other, 'tabular/2/model.onnx')));
    const release = vi.spyOn(OnnxSession.prototype, 'release');
    const error = await failure(folder);
    expect([error.code, error.file]).toEqual(['GOLDEN_MISMATCH', join(folder, 'tabular/1/golden.json')]);
    expect(error.message).toMatch(/row 0: expected the probability 0\.\d+ that training computed, found 0\.\d+/);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('when one probability differs by more than the tolerance, and not for less', async () => {
    // The slope of the logistic function is at most 1/4: 2e-6 in log-odds are at most 5e-7 in probability.
    const shifted = (by: number) => changed((golden) => (golden.log_odds[7] += by));
    await (await load(join(shifted(2e-6), 'tabular/1'))).queue.close();
    expect((await failure(shifted(1e-3))).message).toContain('row 7: expected the probability');
  });

  it('when a distance differs', async () => {
    expect((await failure(changed(({ distance }) => (distance[3] += 0.01)))).message).toContain(
      'row 3: expected the distance',
    );
  });

  it.each([
    ['there are no rows', (golden: { rows: unknown }) => (golden.rows = []), 'a list of at least one row'],
    [
      'there is nothing to score',
      (golden: { rows?: unknown }) => delete golden.rows,
      'expected `rows`, or `cases` and `heads`',
    ],
    [
      'a row is too short',
      (golden: { rows: unknown[][] }) => golden.rows[2].pop(),
      'expected 62 numbers at `rows[2]`, found 61',
    ],
    [
      'a value is a text',
      (golden: { rows: unknown[][] }) => (golden.rows[1][4] = '3'),
      'expected a number, or null for missing at `rows[1][4]`, found "3"',
    ],
    ['an answer is missing', (golden: { log_odds: unknown[] }) => golden.log_odds.pop(), 'at `log_odds`'],
    [
      'a kind of input is not that of the row',
      (golden: { state: number[] }) => (golden.state[1] += 1),
      'row 1: expected the state',
    ],
    ['an answer is not known', (golden: { distance: unknown[] }) => (golden.distance[0] = null), 'at `distance[0]`'],
  ])('when %s', async (_, change, message) => {
    const error = await failure(changed(change as never));
    expect(error.code).toBe('GOLDEN_MISMATCH');
    expect(error.message).toContain(message);
  });

  it('but not for further entries in the file', async () => {
    const folder = changed((golden) => Object.assign(golden, { note: 'more' }));
    await (await load(join(folder, 'tabular/1'))).queue.close();
  });

  it('with views too', async () => {
    const folder = folderWith({});
    cpSync(join(SHIPPED, 'multimodal/1'), join(folder, 'multimodal/1'), { recursive: true });
    editGolden(join(folder, 'multimodal/1'), ({ cases }) => (cases[0].local = cases[1].local));
    expect((await failure(folder, 'multimodal/1')).message).toContain('row 0: expected the probability');
    editGolden(join(folder, 'multimodal/1'), ({ cases }) => cases[2].river.pop());
    expect((await failure(folder, 'multimodal/1')).message).toContain('at `cases[2].river`');
  });
});
