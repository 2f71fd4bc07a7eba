import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SET_BITS, toTable } from '@exoplanet/contracts';
import type { ModelRegistry } from '../src';
import { commandOf } from './candidates';
import { editCard, folderWith, openRegistry } from './model-folders';

const FIT = { period: 3.2, duration: 2.5, depth: 900 };
const RULES = [
  {
    name: 'star',
    needs: ['period', 'star_teff'],
    reads: ['source', 'period', 'duration', 'depth', 'star_teff'],
    slope: 0.5,
    offset: 1,
    terms: [{ column: 'duration', log: true, from: 1, to: 2, centre: 0.25, weight: 3 }],
    thresholds: { planet: 0.9, false_positive: 0.9 },
  },
  {
    name: 'transit',
    needs: ['period'],
    reads: ['source', 'period', 'duration', 'depth'],
    slope: 2,
    offset: -1,
    terms: [],
    thresholds: { planet: 0, false_positive: 0 },
  },
];
const BOTH = SET_BITS.planet | SET_BITS.false_positive;
const logOdds = (probability: number) => Math.log(probability / (1 - probability));

describe('a row measured from a light curve', () => {
  let registry: ModelRegistry;
  const ask = async (row: Record<string, unknown>, options = {}) => {
    const [answer] = await registry.predictDetections({
      ...commandOf(toTable([{ source: 'TESS', ...row } as never]), options),
      views: [{}],
    });
    return answer;
  };
  const alone = (row: Record<string, unknown>) =>
    registry.predict(commandOf(toTable([{ source: 'TESS', ...row } as never])));

  beforeAll(async () => {
    const path = folderWith({ 'tabular/1': 'tabular/1', 'baseline/1': 'baseline/1' });
    editCard(join(path, 'baseline/1'), {
      curve_rows: {
        TESS: { fitted_on: 'made rows', checked: true, rules: RULES },
        K2: { fitted_on: 'made rows', checked: false, read_as: 'TESS', rules: RULES },
      },
    });
    registry = await openRegistry({ path });
  });

  it('is answered by the model that can decide curves of its mission', async () => {
    expect((await ask(FIT)).model.name).toBe('baseline');
    expect((await ask({ ...FIT, source: 'KEPLER' })).model.name).toBe('tabular');
    expect((await ask(FIT, { model: 'tabular' })).model.name).toBe('tabular');
  });

  it('is calibrated by the first rule whose columns it supplies, on the columns that the rule reads', async () => {
    const starred = await ask({ ...FIT, star_teff: 5000, star_radius: 0.9, period_err: 0.01 });
    expect(starred.curveRow).toEqual({ rule: 'star', fittedOn: 'made rows', checked: true });
    const { probability } = await registry.predict(
      commandOf(toTable([{ source: 'TESS', ...FIT, star_teff: 5000 }]), { model: 'baseline' }),
    );
    expect(logOdds(starred.probability[0])).toBeCloseTo(
      0.5 * logOdds(probability[0]) + 1 + 3 * (Math.log(2) - 0.25),
      3,
    );
    expect(starred.missing.ignored[0]).toEqual(['period_err', 'star_radius']);
    expect((await ask(FIT)).curveRow?.rule).toBe('transit');
  });

  it('excludes no class beyond what the thresholds of the rule allow, and none where no rule applies', async () => {
    expect((await ask(FIT)).sets[0]).toBe(BOTH);
    const none = await ask({ depth: 900 });
    expect([none.curveRow?.rule, none.sets[0]]).toEqual(['none', BOTH]);
  });

  it('of a mission without checked curves is read as one of another', async () => {
    const asTess = await ask({ ...FIT, star_teff: 5000 });
    const asK2 = await ask({ ...FIT, star_teff: 5000, source: 'K2' });
    expect(asK2.probability[0]).toBe(asTess.probability[0]);
    expect(asK2.curveRow?.checked).toBe(false);
  });

  it('is explained by what the rule reads, and the parts add up to the answer', async () => {
    const answer = await ask(
      { ...FIT, star_teff: 5000, star_radius: 0.9 },
      { model: 'baseline', explain: true, uncertainty: true },
    );
    const { base_log_odds, log_odds, contributions } = answer.explanations![0];
    const sum = contributions.reduce((total, { log_odds: part }) => total + part, base_log_odds);
    expect(sum).toBeCloseTo(log_odds, 4);
    expect(log_odds).toBeCloseTo(logOdds(answer.probability[0]), 3);
    expect(contributions.flatMap(({ fields }) => fields.map(({ field }) => field)).sort()).toEqual([
      'depth',
      'duration',
      'period',
      'star_teff',
    ]);
    expect(answer.quantiles![1]).toBeCloseTo(answer.probability[0], 5);
  });

  it('is a row of a catalogue to POST /predict', async () => {
    expect((await alone(FIT)).curveRow).toBeUndefined();
  });
});
