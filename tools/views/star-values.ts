import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Target } from '@exoplanet/light-curve';

const COLUMNS = { teff: 'koi_steff', logg: 'koi_slogg', radius: 'koi_srad', magnitude: 'koi_kepmag' } as const;

/**
 * The star of each object in the KOI table, by `kepoi_name`: temperature [K], gravity [log10(cm/s²)], radius [R☉] and Kepler
 * magnitude. A value that the table lacks is absent. Nothing of the archive's transit fit is read.
 */
export function readStarValues(data: string): Map<string, Target> {
  const path = join(data, 'catalogs/koi_cumulative.csv.gz');
  if (!existsSync(path)) return new Map();
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split(/\r?\n/);
  const [header = '', ...rows] = lines.filter((line) => !line.startsWith('#'));
  const names = header.split(',');
  return new Map(
    rows.map((line) => {
      const fields = line.split(',');
      return [fields[names.indexOf('kepoi_name')] ?? '', starOf((name) => fields[names.indexOf(name)] ?? '')];
    }),
  );
}

function starOf(field: (name: string) => string): Target {
  const given = Object.entries(COLUMNS).filter(([, column]) => field(column) !== '');
  return { mission: 'KEPLER', ...Object.fromEntries(given.map(([name, column]) => [name, Number(field(column))])) };
}
