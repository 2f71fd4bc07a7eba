import { describe, expect, it } from 'vitest';
import { detectTable, type Mapping } from '../src';
import { read } from './read';
import { KOI } from './tables';

/** Periods [d], durations [h] and radii of made-up planets of a star like the Sun; durations follow P^(1/3) · 1.8 h, depths (Rp/Rs)². */
const PLANETS = [
  { period: 3, duration: 2.6, radius: 2.5, depth: 525, epoch: 170 },
  { period: 12, duration: 4.1, radius: 1.5, depth: 189, epoch: 175 },
  { period: 90, duration: 8.1, radius: 9, depth: 6801, epoch: 200 },
];
const BKJD = 2454833;

function table(
  change: Partial<Record<keyof (typeof PLANETS)[number], (value: number) => number>>,
  radii = true,
): string {
  const rows = PLANETS.map((planet) => {
    const cell = (name: keyof typeof planet) => (change[name] ?? ((value: number) => value))(planet[name]);
    const radius = radii ? `${cell('radius')},1` : ',';
    return `KEPLER,${cell('period')},${cell('duration')},${cell('depth')},${radius},${change.epoch ? cell('epoch') : cell('epoch') + BKJD}`;
  });
  return `source,period,duration,depth,radius,star_radius,epoch\n${rows.join('\n')}\n`;
}

describe('the plausibility of units', () => {
  it('finds nothing in a table whose units are right', async () => {
    expect((await detectTable(Buffer.from(table({})))).plausibility).toEqual([]);
    expect((await detectTable(Buffer.from(KOI))).plausibility).toEqual([]);
  });

  it.each<[string, string, Mapping]>([
    [
      'durations in days',
      table({ duration: (hours) => hours / 24 }),
      { fields: { duration: { column: 'duration', unit: 'd' } } },
    ],
    [
      'durations in minutes, above a quarter of the period',
      table({ duration: (hours) => hours * 60 }),
      { fields: { duration: { column: 'duration', unit: 'min' } } },
    ],
    [
      'depths in per cent, by the radii',
      table({ depth: (ppm) => ppm / 1e4 }),
      { fields: { depth: { column: 'depth', unit: '%' } } },
    ],
    [
      'depths as fractions, by the radii',
      table({ depth: (ppm) => ppm / 1e6 }),
      { fields: { depth: { column: 'depth', unit: 'fraction' } } },
    ],
    [
      'depths in per cent, by their size alone',
      table({ depth: (ppm) => ppm / 1e4 }, false),
      { fields: { depth: { column: 'depth', unit: '%' } } },
    ],
    ['epochs in BKJD', table({ epoch: (days) => days }), { fields: { epoch: { column: 'epoch', unit: 'BKJD' } } }],
    [
      'epochs in MJD',
      table({ epoch: (days) => days + BKJD - 2400000.5 }),
      { fields: { epoch: { column: 'epoch', unit: 'MJD' } } },
    ],
    ['epochs that are no time', table({ epoch: (days) => days * 1000 }), { fields: { epoch: { column: null } } }],
    [
      'errors above 100 %',
      'source,period,period_err\nK2,3,40\nK2,4,50\nK2,5,0.1\n',
      { fields: { period_err: { column: null } } },
    ],
  ])('finds %s, and the change that it offers mends it', async (_, text, change) => {
    const { plausibility } = await detectTable(Buffer.from(text));
    expect(plausibility.map((finding) => finding.change)).toEqual([change]);
    expect(plausibility[0].sentence).toContain(`"${plausibility[0].column}"`);
    expect((await detectTable(Buffer.from(text), change)).plausibility).toEqual([]);
  });

  it('reads the values in the unit that the change names', async () => {
    const mapping = { fields: { duration: { column: 'duration', unit: 'd' } } };
    const { rows } = await read(table({ duration: (hours) => hours / 24 }), { mapping });
    expect(rows.map(({ candidate }) => candidate.duration)).toEqual(
      PLANETS.map(({ duration }) => expect.closeTo(duration, 9) as unknown),
    );
  });
});
