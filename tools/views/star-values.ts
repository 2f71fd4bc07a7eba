import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Target } from '@exoplanet/light-curve';

const COLUMNS = { teff: 'koi_steff', logg: 'koi_slogg', radius: 'koi_srad', magnitude: 'koi_kepmag' } as const;

/** Errors (1 σ) of the star's values: the mean of those above and below. */
const ERRORS = { teffErr: 'koi_steff', loggErr: 'koi_slogg', radiusErr: 'koi_srad' } as const;

/**
 * The star of each object in the KOI table, by `kepoi_name`: temperature [K], gravity [log10(cm/s²)] and radius [R☉] with their errors,
 * and Kepler magnitude. A value that the table lacks is absent. Nothing of the archive's transit fit is read.
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
  const sides = Object.entries(ERRORS).map(([name, column]) => [
    name,
    field(`${column}_err1`),
    field(`${column}_err2`),
  ]);
  const known = sides.filter(([, above, below]) => Number(above) > 0 && Number(below) < 0);
  return {
    mission: 'KEPLER',
    ...Object.fromEntries(given.map(([name, column]) => [name, Number(field(column))])),
    ...Object.fromEntries(known.map(([name, above, below]) => [name, (Number(above) - Number(below)) / 2])),
  };
}
