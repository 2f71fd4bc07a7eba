import { describe, expect, it } from 'vitest';
import { detectTable } from '../src';
import { read } from './read';
import { EXOFOP, K2, KOI, TOI } from './tables';

describe('a KOI table', () => {
  it('becomes candidates in our fields and units', async () => {
    const { detection, rows } = await read(KOI);
    expect(detection.kind).toBe('koi');
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

  it('keeps dispositions, scores, flags and names out of the candidate, and says why', async () => {
    const { detection, rows } = await read(KOI);
    const named = (role: string) => detection.columns.filter((column) => column.role === role).map(({ name }) => name);
    expect(named('not_used')).toEqual([
      'kepler_name',
      'koi_disposition',
      'koi_score',
      'koi_fpflag_nt',
      'koi_tce_plnt_num',
      'koi_count',
    ]);
    expect(named('kept')).toEqual(['koi_time0bk_err1', 'koi_time0bk_err2']);
    expect(named('unknown')).toEqual([]);
    expect(detection.columns.filter(({ role, reason }) => role === 'not_used' && !reason)).toEqual([]);
    expect(JSON.stringify(rows.map(({ candidate }) => candidate))).not.toMatch(
      /CONFIRMED|FALSE POSITIVE|0\.999|Made, up/,
    );
    expect(rows[0].cells).toMatchObject({ koi_disposition: 'CONFIRMED', kepler_name: 'Made, up b' });
  });

  it('has the line number of each row, including comment lines', async () => {
    const { rows } = await read(KOI);
    expect(rows.map(({ line }) => line)).toEqual([6, 7]);
  });
});

describe('a TOI table', () => {
  it('is read with tabs from the archive; a value that is a limit is left out', async () => {
    const { detection, rows } = await read(TOI);
    expect(detection).toMatchObject({
      kind: 'toi',
      dialect: 'archive',
      format: 'tab-separated',
      header_line: 2,
      confidence: 1,
    });
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
    const { detection, rows } = await read(EXOFOP);
    expect(detection).toMatchObject({ kind: 'toi', dialect: 'exofop-download' });
    expect(rows[0].cells.Comments).toBe('a "grazing" event,\nperhaps');
    expect(rows[0].candidate).toMatchObject({
      source: 'TESS',
      id: '9001.01',
      star_id: '500000001',
      epoch: 2459229.5,
      period: 3.25,
      period_err: 0.001,
      depth: 650.5,
      depth_err: 37.5,
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
    const { detection, rows, refused } = await read(K2);
    expect(detection.kind).toBe('k2');
    expect(refused.map(({ line, error }) => [line, error.code])).toEqual([[2, 'OTHER_SOLUTION']]);
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
});

describe('a plain table', () => {
  it('reads our field names in any order and case', async () => {
    const { detection, rows } = await read(
      '\uFEFFNote;Period;radius;period_err;source;koi_num_transits;diagnostics.koi_dor\nhot;1.5;1.2;0.01;kepler;12;NaN\n',
    );
    expect(detection.kind).toBe('plain');
    expect(detection.columns[0]).toMatchObject({ name: 'Note', role: 'not_used' });
    expect(rows[0].candidate).toEqual({
      source: 'KEPLER',
      period: 1.5,
      radius: 1.2,
      period_err: 0.01,
      diagnostics: { koi_num_transits: 12 },
    });
  });

  it('takes the mission from the caller if the table has no source column', async () => {
    expect((await read('period\n3\n', { mapping: { source: 'TESS' } })).rows[0].candidate).toEqual({
      source: 'TESS',
      period: 3,
    });
    await expect(read('period\n3\n')).rejects.toMatchObject({ code: 'NO_SOURCE' });
  });

  it('converts the unit that a name gives', async () => {
    const { detection, rows } = await read('source,Period [h],depth (%)\nK2,36,0.07\n');
    expect(detection.columns[1]).toEqual({
      name: 'Period [h]',
      role: 'used',
      field: 'period',
      unit_from: 'h',
      unit_to: 'd',
    });
    expect(rows[0].candidate.period).toBeCloseTo(1.5, 12);
    expect(rows[0].candidate.depth).toBeCloseTo(700, 9);
  });

  it('refuses a row with a value that no candidate can have, and names column, value and what is allowed', async () => {
    const { rows, refused } = await read(
      'source,period,depth\nK2,3,100\nK2,about 3,100\nHUBBLE,3,100\nK2,3,-5\nK2,,\nK2,3,7\n',
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 7]);
    expect(refused.map(({ line, error }) => [line, error.code, error.column, error.value, error.allowed])).toEqual([
      [3, 'NOT_A_NUMBER', 'period', 'about 3', 'a number, or an empty cell for a missing value'],
      [4, 'UNKNOWN_MISSION', 'source', 'HUBBLE', 'KEPLER, TESS, K2'],
      [5, 'OUT_OF_RANGE', 'depth', '-5', 'a number above 0, up to 1000000000000 ppm'],
      [6, 'NO_MEASUREMENT', '', '', 'at least one measured value, for example a period or a radius'],
    ]);
  });
});

describe('a table of threshold-crossing events', () => {
  it('takes −1 for "not given", in values and in errors, and 5780 K ± 0 for no temperature', async () => {
    const { detection, rows } = await read(
      'tceid,ticid,tce_period,tce_period_err,tce_time0bt,tce_depth,tce_depth_err,tce_steff,tce_steff_err\n' +
        '00500000001-01,500000001,3.25,-1.0,1327.5,800,12,5780,0\n00500000002-01,500000002,4,1e-5,1327.5,-1,-1,5780,90\n',
    );
    expect(detection).toMatchObject({ kind: 'tce', dialect: 'mast-tce' });
    expect(rows.map(({ candidate }) => candidate)).toEqual([
      {
        source: 'TESS',
        id: '00500000001-01',
        star_id: '500000001',
        epoch: 2458327.5,
        period: 3.25,
        depth: 800,
        depth_err: 12,
      },
      {
        source: 'TESS',
        id: '00500000002-01',
        star_id: '500000002',
        epoch: 2458327.5,
        period: 4,
        period_err: 1e-5,
        star_teff: 5780,
        star_teff_err: 90,
      },
    ]);
    expect(rows[0].notes).toEqual([{ field: 'star_teff', column: 'tce_steff', why: 'placeholder' }]);
  });
});

describe('a mapping', () => {
  it('reads any table: our field from their column, in their unit', async () => {
    const table = 'Name;P;T0;dT;Tiefe\nfoo;3,25;1327,5;0,1;0,05\n';
    const mapping = {
      source: 'TESS' as const,
      fields: {
        id: { column: 'Name' },
        period: { column: 'P' },
        epoch: { column: 'T0', unit: 'BTJD' },
        duration: { column: 'dT', unit: 'days' },
        depth: { column: 'tiefe', unit: 'percent' },
      },
    };
    const { detection, rows } = await read(table, { mapping });
    expect(detection).toMatchObject({ kind: 'mapped', confidence: 1 });
    expect(rows[0].candidate).toMatchObject({ source: 'TESS', id: 'foo', epoch: 2458327.5, period: 3.25 });
    expect(rows[0].candidate.duration).toBeCloseTo(2.4, 12);
    expect(rows[0].candidate.depth).toBeCloseTo(500, 9);
  });

  it('that names a column, a field or a unit that does not exist is refused with what there is', async () => {
    const failing = async (fields: Record<string, { column: string; unit?: string }>) =>
      read('perriod,x\n1,2\n', { mapping: { source: 'K2', fields } }).then(
        () => 'read',
        (error: Error) => error.message,
      );
    expect(await failing({ period: { column: 'period' } })).toMatch(
      /"period", which the table does not have; the nearest is "perriod"/,
    );
    expect(await failing({ perod: { column: 'x' } })).toMatch(/the field "perod"; fields are source, id, /);
    expect(await failing({ depth: { column: 'x', unit: 'parsec' } })).toMatch(
      /"parsec"; its units are ppm, %, ppt, fraction/,
    );
  });

  it('changes one field of a known table, and its errors follow the unit', async () => {
    const mapping = { fields: { duration: { column: 'koi_duration', unit: 'd' }, depth_err_low: { column: null } } };
    const [{ candidate }] = (await read(KOI, { mapping })).rows;
    expect(candidate).toMatchObject({ duration: 78, depth: 800, depth_err_high: 10 });
    expect(candidate.duration_err_low).toBeCloseTo(1.44, 12);
    expect(candidate).not.toHaveProperty('depth_err_low');
  });
});

describe('the detection of a table', () => {
  it('tells of an unknown table which columns may hold which field, and shows its rows', async () => {
    const detection = await detectTable(Buffer.from('Spectrum,Orbital Period,colour\nA,3,red\n'));
    expect(detection).toMatchObject({ kind: 'unknown', confidence: 0, problem: { code: 'UNKNOWN_TABLE' } });
    expect(detection.columns.map(({ role, nearest }) => [role, nearest])).toEqual([
      ['unknown', undefined],
      ['unknown', 'period'],
      ['unknown', undefined],
    ]);
    expect(detection.preview[0].before).toEqual({ Spectrum: 'A', 'Orbital Period': '3', colour: 'red' });
  });
});
