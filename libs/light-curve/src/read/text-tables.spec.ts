import { describe, expect, it } from 'vitest';
import { cleanFile } from '../clean/clean-file';
import { DEFAULT_SEGMENTS } from '../clean/segments';
import { readLightCurveFile } from './read-light-curve';

const rows = Array.from({ length: 30 }, (_, row) => row);
const read = (lines: readonly string[], name = 'star.dat') =>
  readLightCurveFile(name, new TextEncoder().encode(lines.join('\n')));
const data = (row: (index: number) => string) => rows.map(row);

describe('text that people bring', () => {
  const expected = { time: 2000, flux: 1.5, err: 0.1 };
  const cell = (row: number) => [2000 + row, 1.5, 0.1];
  const found: [what: string, lines: string[]][] = [
    ['white space and no header', data((row) => `  ${cell(row).join('   ')} `)],
    ['tabs', ['time\tflux\tflux_err', ...data((row) => cell(row).join('\t'))]],
    ['trailing commas in the rows', ['time,flux,flux_err', ...data((row) => `${cell(row).join(',')},`)]],
    ['trailing commas everywhere', ['time,flux,flux_err,', ...data((row) => `${cell(row).join(',')},`)]],
    ['trailing commas and no header', data((row) => `${cell(row).join(', ')},`)],
    ['the header in a # line', ['# TIC 1', '# time flux flux_err', ...data((row) => cell(row).join(' '))]],
    ['the header in a # line without a blank', ['#time,flux,flux_err', ...data((row) => cell(row).join(','))]],
    ...['Time in days', 'BJD table data', 'BJD relative flux', 'Time and flux'].map((sentence): [string, string[]] => [
      `the comment "${sentence}" and no header`,
      [`# ${sentence}`, ...data((row) => cell(row).join(' '))],
    ]),
    ['the index of pandas', [',time,flux,flux_err', ...data((row) => [row, ...cell(row)].join(','))]],
    ['a pandas table as printed', ['      time  flux  flux_err', ...data((row) => `${row}  ${cell(row).join('  ')}`)]],
    [
      'quotes',
      [
        '"time","flux","flux_err"',
        ...data((row) =>
          cell(row)
            .map((x) => `"${x}"`)
            .join(','),
        ),
      ],
    ],
    ['columns of words beside', ['time,flux,flux_err,note', ...data((row) => `${cell(row).join(',')},"clear, dry"`)]],
    [
      'the names in numbered comments',
      ['# 1 TIME [d]', '# 2 FLUX', '# 3 FLUX_ERR', ...data((row) => cell(row).join(' '))],
    ],
    ['units below the header', ['time,flux,flux_err', 'd,e-/s,e-/s', ...data((row) => cell(row).join(','))]],
    [
      'bars, as Markdown',
      ['| time | flux | flux_err |', '|---|---|---|', ...data((row) => `| ${cell(row).join(' | ')} |`)],
    ],
    ['decimal commas', ['time;flux;flux_err', ...data((row) => cell(row).join(';').replaceAll('.', ','))]],
    ['decimal commas and no header', data((row) => cell(row).join(';').replaceAll('.', ','))],
    ['exponents after D', ['time flux flux_err', ...data((row) => `${2000 + row} 1.5D+00 1.0D-01`)]],
    ['comments between the rows', ['time,flux,flux_err', '# first', ...data((row) => cell(row).join(',')), '# last']],
  ];

  it.each(found)('with %s is read', (_what, lines) => {
    const curve = read(lines);
    expect(curve.time).toHaveLength(30);
    expect([curve.time[0], curve.flux[0], curve.fluxErr?.[0]]).toEqual([expected.time, expected.flux, expected.err]);
  });

  it('of K2SFF has a zero point in its header, a trailing comma and the star in its name', () => {
    const curve = read(
      ['BJD - 2454833, Corrected Flux', ...data((row) => `${2144.1 + row / 48}, 0.99${row % 3},`)],
      'hlsp_k2sff_k2_lightcurve_205000001-c02_kepler_v1_llc-default-aper.txt',
    );
    expect(curve).toMatchObject({
      fluxColumn: 'Corrected Flux',
      timeSystem: 'BKJD',
      target: { name: 'EPIC 205000001', mission: 'K2' },
    });
  });

  it('with letters as quality keeps what is good', () => {
    const curve = read(['bjd,mag,quality', ...data((row) => `${2458000 + row},12.1,${row === 3 ? 'X' : 'G'}`)]);
    expect(Array.from(curve.quality ?? []).filter((flag) => flag !== 0)).toEqual([1]);
    expect(curve.flux[0]).toBe(1);
  });

  it.each([
    ['words', (row: number) => (row === 3 ? 'cloudy' : 'Good')],
    ['ok and others', (row: number) => (row === 3 ? 'REJECT' : 'OK')],
    ['an empty cell first', (row: number) => (row === 0 ? '' : row === 3 ? 'B' : 'G')],
    ['hexadecimal flags', (row: number) => (row === 3 ? '0x0080' : '0x0000')],
  ])('with quality as %s drops what is bad', (_what, quality) => {
    const curve = read(['bjd,flux,quality', ...data((row) => `${2458000 + row},1,${quality(row)}`)]);
    expect(cleanFile(curve, 'default', DEFAULT_SEGMENTS).time).toHaveLength(29);
  });

  it('with a quality that cannot be understood says that it is not used', () => {
    const curve = read(['bjd,flux,quality', ...data((row) => `${2458000 + row},1,${row !== 3}`)]);
    expect(curve.notices.map(({ message }) => message).join()).toMatch(
      /column quality is not used: expected numbers, or/,
    );
  });

  it('with a word in a column that is used names the line', () => {
    expect(() => read(['time,flux', ...data((row) => `${row},${row === 7 ? 'cloudy' : 1}`)])).toThrow(
      /line 9, column flux: "cloudy" is not a number/,
    );
  });
});

describe('the encoding of text', () => {
  const lines = ['# étoile', 'time,flux', ...data((row) => `${2000 + row},1.5`)].join('\n');
  it.each([
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${lines}`)],
    ['UTF-16', Uint8Array.from(Buffer.from(`\ufeff${lines}`, 'utf16le'))],
    ['Latin-1', Uint8Array.from(Buffer.from(lines, 'latin1'))],
  ])('can be %s', (_what, bytes) => {
    expect(readLightCurveFile('star.csv', bytes).time).toHaveLength(30);
  });
});

describe('an IPAC table', () => {
  it('is a light curve: keywords, names, types, units and nulls, then columns', () => {
    const curve = read([
      "\\TIC = '1234'",
      '\\ made for a test',
      '|     BJD     |   flux  | flux_err|',
      '|    double   |  double |  double |',
      '|      d      |   e-/s  |   e-/s  |',
      '|     null    |   null  |   null  |',
      ...data((row) => `  ${2458500 + row}       1.5       ${row === 4 ? 'null' : '0.1'} `),
    ]);
    expect(curve).toMatchObject({ timeSystem: 'BJD', target: { name: 'TIC 1234' }, notices: [] });
    expect(curve.time).toHaveLength(30);
    expect(curve.fluxErr?.[4]).toBeNaN();
  });
});

describe('values that stand for missing ones', () => {
  it('are left out: a magnitude of 99.999, a flux of -9999, a time of 0', () => {
    const magnitudes = read(['bjd,mag', ...data((row) => `${2458500 + row},${row === 3 ? 99.999 : 12}`)]);
    expect(magnitudes.flux[3]).toBeNaN();
    const fluxes = read(['time,flux', ...data((row) => `${1500 + row},${row === 3 ? -9999 : 1 + 1e-4 * (row % 3)}`)]);
    expect(fluxes.flux[3]).toBeNaN();
    expect(fluxes.notices.map(({ code }) => code)).toContain('placeholders_dropped');
    const times = read(['time,flux', ...data((row) => `${row === 3 ? 0 : 1500 + row / 48},1`)]);
    expect([times.time.length, times.timeSystem, times.time[0]]).toEqual([29, 'BTJD', 1500]);
  });

  it('are kept where they can be true: a clock that begins at 0, a faint star below its background', () => {
    expect(read(['time [s],flux', ...data((row) => `${1800 * row},1`)]).time).toHaveLength(30);
    expect(read(['time,flux', ...data((row) => `${1500 + row},${row === 3 ? -99 : 40 * (row % 7)}`)]).flux[3]).toBe(
      -99,
    );
  });
});

describe('ECSV', () => {
  const header = (meta: string[], delimiter = ' ') => [
    '# %ECSV 1.0',
    '# ---',
    ...(delimiter === ' ' ? [] : [`# delimiter: '${delimiter}'`]),
    '# datatype:',
    '# - {name: time, datatype: float64}',
    '# - {name: flux, unit: electron / s, datatype: float32}',
    ...meta.map((line) => `# ${line}`),
    '# schema: astropy-2.0',
    'time flux'.replaceAll(' ', delimiter),
  ];
  const times = [
    'meta: !!omap',
    '- {TICID: 1234}',
    '- {SECTOR: 12}',
    '- {MISSION: TESS}',
    '- __serialized_columns__:',
    '    time:',
    '      __class__: astropy.time.core.Time',
    '      format: btjd',
    '      scale: tdb',
    '      value: !astropy.table.SerializedColumn {name: time}',
  ];

  it.each([' ', ','])('split by %j says its time format, its star and its sector', (delimiter) => {
    const curve = read([...header(times, delimiter), ...data((row) => `${1600 + row}${delimiter}${1000 + (row % 3)}`)]);
    expect(curve).toMatchObject({
      timeSystem: 'BTJD',
      timeSystemFrom: 'column name',
      stretch: 'S12',
      target: { name: 'TIC 1234', mission: 'TESS' },
      notices: [],
    });
  });

  it('with times in two parts adds them', () => {
    const lines = [
      '# %ECSV 1.0',
      '# ---',
      '# datatype:',
      '# - {name: time.jd1, datatype: float64}',
      '# - {name: time.jd2, datatype: float64}',
      '# - {name: flux, datatype: float64}',
      '# meta: !!omap',
      '# - __serialized_columns__:',
      '#     time:',
      '#       __class__: astropy.time.core.Time',
      '#       format: isot',
      '#       jd1: !astropy.table.SerializedColumn {name: time.jd1}',
      '#       jd2: !astropy.table.SerializedColumn {name: time.jd2}',
      '#       scale: tdb',
      'time.jd1 time.jd2 flux',
      ...data((row) => `2458600.0 ${row / 48} 1`),
    ];
    const curve = read(lines);
    expect(curve).toMatchObject({ timeSystem: 'BJD', timeSystemFrom: 'column name', notices: [] });
    expect(curve.time[24]).toBe(2458600.5);
  });

  it('with an anchor that is repeated endlessly is read as plain comments', () => {
    const bomb = ['meta: &a [x, x]', 'b: &b [*a, *a, *a, *a]', 'c: [*b, *b, *b, *b]'];
    expect(read([...header(bomb), ...data((row) => `${1600 + row} 1`)]).time).toHaveLength(30);
  });
});

describe('the star', () => {
  it('is not named by numbers in a column called star or target, which hold its flux in differential photometry', () => {
    const lines = ['time,flux,star,target', ...data((row) => `${1600 + row},1,${1000 + row},${900 + row}`)];
    expect(read(lines).target.name).toBeUndefined();
    const bytes = new TextEncoder().encode(lines.join('\n'));
    expect(readLightCurveFile('t.csv', bytes, { fluxColumn: 'target' }).flux[1]).toBe(901);
  });

  const rest = ['time,flux', ...data((row) => `${1600 + row},1`)];
  it.each([
    ['# KIC 757450', 'KIC 757450'],
    ['# TICID = 1234', 'TIC 1234'],
    ['# TIC_ID: 1234', 'TIC 1234'],
    ['# KEPLERID: 757450', 'KIC 757450'],
    ['# KEPLERID: 201000001', 'EPIC 201000001'],
    ['# EPIC = 201000001', 'EPIC 201000001'],
    ['# OBJECT: WASP-12', 'WASP-12'],
    ['# photometry of tic-1234, sector 5', 'TIC 1234'],
  ])('of the comment %s is %s', (comment, name) => {
    expect(read([comment, ...rest]).target.name).toBe(name);
  });

  it.each([
    ['kepid', '757450', 'KIC 757450'],
    ['TIC', 'TIC 1234', 'TIC 1234'],
    ['tic_id', '1234', 'TIC 1234'],
    ['star', 'WASP-12', 'WASP-12'],
  ])('in the column %s with %s in every row is %s', (column, value, name) => {
    expect(read([`time,flux,${column}`, ...data((row) => `${1600 + row},1,${value}`)]).target.name).toBe(name);
  });

  it.each([
    ['kepid', (row: number) => 757450 + (row % 2), /column kepid names 757450 and 757451/],
    ['TIC', (row: number) => `TIC ${row < 20 ? 123 : 124}`, /names TIC 123 and TIC 124/],
    ['object', (row: number) => (row < 20 ? 'WASP-12' : 'WASP-13'), /names WASP-12 and WASP-13/],
  ])('in the column %s has to be one: the rows of two are never joined', (column, value, expected) => {
    expect(() => read([`time,flux,${column}`, ...data((row) => `${1600 + row},1,${value(row)}`)])).toThrow(expected);
  });

  it.each([
    ['kplr010797460-2009350155506_llc.csv', 'KIC 10797460', 'KEPLER'],
    ['ktwo201367065-c01_llc.csv', 'EPIC 201367065', 'K2'],
    ['tess2018206045859-s0001-0000000100100827-0120-s_lc.csv', 'TIC 100100827', 'TESS'],
    ['hlsp_qlp_tess_ffi_s0020-0000000012345678_tess_v01_llc.csv', 'TIC 12345678', 'TESS'],
    ['hlsp_tasoc_tess_ffi_tic00062483237-s01-c1800_tess_v05_lc.csv', 'TIC 62483237', 'TESS'],
    ['hlsp_everest_k2_llc_201367065-c01_kepler_v2.0_lc.csv', 'EPIC 201367065', 'K2'],
    ['EPIC_201367065.txt', 'EPIC 201367065', 'K2'],
    ['my_star.csv', undefined, undefined],
  ])('of the file %s is %s', (file, name, mission) => {
    const { target } = read(rest, file);
    expect([target.name, target.mission]).toEqual([name, mission]);
  });
});
