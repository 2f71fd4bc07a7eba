import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, pythonWith } from '@exoplanet/dev';
import { read } from './read';
import { textOf } from './written';

const READ = `
import json, sys, warnings
warnings.simplefilter("error")
from astropy.table import Table
path, form = sys.argv[1:]
table = Table.read(path, format=form)
plain = lambda column: [None if hasattr(value, "mask") and value.mask else value if isinstance(value, str) else float(value) for value in column]
print(json.dumps({
    "units": {name: str(table[name].unit) for name in table.colnames if table[name].unit},
    "columns": {name: plain(table[name]) for name in table.colnames},
    "meta": sorted(table.meta),
}))
`;

interface Found {
  units: Record<string, string>;
  columns: Record<string, (string | number | null)[]>;
  meta: string[];
}

describe.skipIf(isMissing('astropy'))('astropy (needs astropy)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exoplanet-astropy-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['ecsv', 'ascii.ecsv'],
    ['votable', 'votable'],
  ] as const)(
    'reads an exported %s without a warning: values, units, missing cells and text as they are',
    async (format, form) => {
      const table = await read(await readFile(join(import.meta.dirname, 'dialects/toi-archive.csv')));
      table.rows[0].cells.rastr = 'a "quoted", <b>ü</b> & | text';
      const file = join(folder, `table.${format}`);
      await writeFile(file, await textOf(format, table));
      const found = JSON.parse(
        execFileSync(pythonWith('astropy')!, ['-c', READ, file, form], { encoding: 'utf8' }),
      ) as Found;
      expect(found.units).toMatchObject({
        pl_orbper: 'd',
        pl_tranmid: 'd',
        pl_trandurh: 'h',
        pl_rade: expect.stringMatching(/^(earthRad|R_earth)$/) as unknown,
        st_rad: expect.stringMatching(/^(solRad|R_sun)$/i) as unknown,
        st_teff: 'K',
        st_pmra: 'mas / yr',
        st_dist: 'pc',
        st_tmag: 'mag',
        pl_trandep: '1e-06',
      });
      expect(Object.keys(found.columns)).toEqual([
        ...table.detection.columns.map(({ name }) => name),
        'rank',
        'probability',
        'prediction',
        'error',
      ]);
      expect(found.columns.pl_orbper).toEqual([3.25, null]);
      expect(found.columns.pl_trandep).toEqual([650.5, 650.5]);
      expect(found.columns.probability).toEqual([0.123456, 0.123456]);
      expect(found.columns.rastr[0]).toBe('a "quoted", <b>ü</b> & | text');
      expect(found.columns.tid).toEqual([500000001, 500000002]);
    },
  );
});
