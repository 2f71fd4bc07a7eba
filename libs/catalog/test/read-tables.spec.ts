import { describe, expect, it } from 'vitest';
import { type CatalogueText, readCatalogue, type ReadCatalogueOptions } from '../src';
import { collect } from './collect';
import { EXOFOP, K2, KOI, TOI } from './tables';

async function read(text: CatalogueText, options?: ReadCatalogueOptions) {
  const { rows, ...catalogue } = await readCatalogue(text, options);
  return { ...catalogue, rows: await collect(rows) };
}

describe('a KOI table', () => {
  it('becomes candidates in our fields and units', async () => {
    const { kind, rows } = await read(KOI);
    expect(kind).toBe('koi');
    expect(rows[0].candidate).toEqual({
      source: 'KEPLER',
      id: 'K90001.01',
      star_id: '90000001',
      epoch: 170.5 + 2454833,
      ra: 291.5,
      period: 12.5,
      period_err_low: 3.5e-5,
      period_err_high: 2.5e-5,
      impact: 0.25,
      impact_err_low: 0.25,
      impact_err_high: 0.1,
      duration: 3.25,
      duration_err_low: 0.06,
      duration_err_high: 0.05,
      depth: 800,
      depth_err_low: 12,
      depth_err_high: 10,
      radius: 2.5,
      radius_err_low: 0.15,
      radius_err_high: 0.2,
      snr: 40.5,
      star_teff: 5600,
      star_teff_err_low: 90,
      star_teff_err_high: 80,
      star_mag: 14.25,
      diagnostics: { koi_num_transits: 110 },
    });
  });

  it('leaves out empty cells, and a depth of 0 with its errors', async () => {
    const { rows } = await read(KOI);
    expect(rows[1].candidate).toEqual({
      source: 'KEPLER',
      id: 'K90002.01',
      star_id: '90000002',
      epoch: 131 + 2454833,
      ra: 291.5,
      period: 2,
      duration: 5,
    });
    expect(rows[1].notes).toEqual([{ field: 'depth', column: 'koi_depth', why: 'placeholder' }]);
  });

  it('keeps dispositions, scores, flags and names out of the candidate', async () => {
    const { ignored, rows } = await read(KOI);
    expect(ignored).toEqual([
      'kepler_name',
      'koi_disposition',
      'koi_score',
      'koi_fpflag_nt',
      'koi_time0bk_err1',
      'koi_time0bk_err2',
      'koi_tce_plnt_num',
      'koi_count',
    ]);
    expect(JSON.stringify(rows.map(({ candidate }) => candidate))).not.toMatch(
      /CONFIRMED|FALSE POSITIVE|0\.999|Made, up/,
    );
    expect(rows[0].original).toMatchObject({ koi_disposition: 'CONFIRMED', kepler_name: 'Made, up b' });
  });

  it('has the line number of each row, including comment lines', async () => {
    const { rows } = await read(KOI);
    expect(rows.map(({ line }) => line)).toEqual([6, 7]);
  });
});

describe('a TOI table', () => {
  it('is read with tabs from the archive; a value that is a limit is left out', async () => {
    const { kind, rows } = await read(TOI);
    expect(kind).toBe('toi');
    expect(rows[0].candidate).toEqual({
      source: 'TESS',
      id: '9001.01',
      star_id: '500000001',
      epoch: 2459229.5,
      period: 3.25,
      period_err_low: 0.002,
      period_err_high: 0.001,
      duration: 2.5,
      depth: 650.5,
      depth_err_low: 38.5,
      depth_err_high: 37.5,
      star_pmra: -5.5,
      star_pmra_err_low: 0.1,
      star_pmra_err_high: 0.1,
      star_distance: 480.5,
      star_distance_err_low: 12.5,
      star_distance_err_high: 11.5,
    });
    expect(rows[0].notes).toEqual([{ field: 'radius', column: 'pl_rade', why: 'limit' }]);
  });

  it('is read from ExoFOP, with quoted cells that hold quotes, commas and line ends', async () => {
    const { kind, rows } = await read(EXOFOP);
    expect(kind).toBe('exofop');
    expect(rows[0].original.Comments).toBe('a "grazing" event,\nperhaps');
    expect(rows[0].candidate).toMatchObject({
      source: 'TESS',
      id: '9001.01',
      star_id: '500000001',
      epoch: 2459229.5,
      period: 3.25,
      period_err_low: 0.001,
      period_err_high: 0.001,
      depth: 650.5,
      depth_err_low: 37.5,
      depth_err_high: 37.5,
      teq: 3120,
      insol: 22600,
      star_mag: 9.5,
      star_logg: 4.2,
      star_radius: 2.17,
    });
    expect(rows[0].candidate).not.toHaveProperty('snr');
  });
});

describe('a K2 table', () => {
  it('reads the default row of each object, converts depth from per cent to ppm, and uses the EPIC number as the star', async () => {
    const { kind, rows } = await read(K2);
    expect(kind).toBe('k2');
    expect(rows.map(({ candidate }) => [candidate.id, candidate.star_id])).toEqual([
      ['EPIC 290000001.01', '290000001'],
      ['Made-up 9 b', 'Made-up 9'],
    ]);
    expect(rows[0].candidate).toMatchObject({
      period: 5.0001,
      duration: 2.5,
      star_mag: 12.4,
      star_mag_err_low: 0.0003,
    });
    expect(rows[0].candidate.depth).toBeCloseTo(700, 6);
    expect(rows[0].candidate.depth_err_low).toBeCloseTo(200, 6);
    expect(rows[0].candidate.depth_err_high).toBeCloseTo(100, 6);
  });

  it('reads the rows of all publications with allSolutions', async () => {
    expect((await read(K2, { allSolutions: true })).rows).toHaveLength(3);
  });

  it('leaves out upper (1) and lower (-1) limits', async () => {
    const { rows } = await read(K2);
    expect(rows.map(({ notes }) => notes)).toEqual([
      [{ field: 'teq', column: 'pl_eqt', why: 'limit' }],
      [{ field: 'period', column: 'pl_orbper', why: 'limit' }],
    ]);
    expect(rows[1].candidate).toEqual({
      source: 'K2',
      id: 'Made-up 9 b',
      star_id: 'Made-up 9',
      star_teff: 5700,
      star_mag: 10.5,
    });
  });

  it('strips the markup of references', async () => {
    const { rows } = await read(K2);
    expect(rows[0].original.pl_refname).toBe('Other & Sons 2018');
    expect(rows[1].original.disp_refname).toBe('González & Müller &odd; 2020');
  });
});

describe('a plain table', () => {
  it('reads our field names in any order and case', async () => {
    const { kind, ignored, rows } = await read(
      '\uFEFFNote;Period;radius;period_err;source;koi_num_transits;diagnostics.koi_dor\nhot;1.5;1.2;0.01;kepler;12;NaN\n',
    );
    expect(kind).toBe('plain');
    expect(ignored).toEqual(['Note']);
    expect(rows[0].candidate).toEqual({
      source: 'KEPLER',
      period: 1.5,
      radius: 1.2,
      period_err: 0.01,
      diagnostics: { koi_num_transits: 12 },
    });
  });

  it('takes the mission from the caller if the table has no source column', async () => {
    expect((await read('period\n3\n', { source: 'TESS' })).rows[0].candidate).toEqual({ source: 'TESS', period: 3 });
    await expect(read('period\n3\n')).rejects.toMatchObject({ code: 'NO_SOURCE' });
  });

  it('passes on text that is not a number, so that the validation reports it', async () => {
    expect((await read('source,period,depth\nK2,about 3,0\n')).rows[0].candidate).toEqual({
      source: 'K2',
      period: 'about 3',
      depth: 0,
    });
  });
});
