import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ephemeris } from '@exoplanet/light-curve';

export type Source = 'quarter' | 'binned';

/** One row of light_curves/kepler/index.csv: a KOI in one source; epoch in BKJD, duration in hours. */
export interface KoiRow {
  kepid: string;
  kepoiName: string;
  disposition: string;
  source: Source;
  quarter: string;
  /** Relative to light_curves/kepler. */
  file: string;
  ephemeris: Ephemeris;
}

/** The rows of the sources wanted, in the file's order. */
export function readKoiIndex(data: string, sources: readonly Source[]): KoiRow[] {
  const [header = '', ...lines] = readFileSync(join(data, 'light_curves/kepler/index.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return lines
    .map((line) => {
      const fields = line.split(',');
      return rowOf((name) => fields[names.indexOf(name)] ?? '');
    })
    .filter((row) => sources.includes(row.source));
}

function rowOf(field: (name: string) => string): KoiRow {
  return {
    kepid: field('kepid'),
    kepoiName: field('kepoi_name'),
    disposition: field('koi_disposition'),
    source: field('source') as Source,
    quarter: field('quarter'),
    file: field('file'),
    ephemeris: {
      period: Number(field('koi_period')),
      epoch: Number(field('koi_time0bk')),
      duration: Number(field('koi_duration')),
    },
  };
}
