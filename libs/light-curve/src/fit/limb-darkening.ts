import type { Target } from '../types';
import { KEPLER_LIMB, LIMB_GRID, type LimbTable, TESS_LIMB } from './limb-tables';

/** Quadratic limb darkening: I(μ) = 1 − u1 (1 − μ) − u2 (1 − μ)². */
export interface LimbDarkening {
  u1: number;
  u2: number;
}

/** Coefficients with the 1 σ of their prior. */
export interface LimbPrior extends LimbDarkening {
  sigma: number;
}

const SUN = { teff: 5772, logg: 4.438 };
/** Measured coefficients differ from those of model atmospheres by some hundredths for stars like the Sun, more for cool ones (Maxted 2018, A&A 616, A39; Patel & Espinoza 2022, AJ 163, 228). */
const MODEL_SIGMA = 0.06;
/** Coefficients that the caller gives are kept. */
const GIVEN_SIGMA = 1e-3;

/** Prior for a star in the band of its mission. Without stellar values it is that of the Sun, without a mission the band is Kepler's. */
export function limbPrior(star: Pick<Target, 'mission' | 'teff' | 'logg'>, given?: LimbDarkening): LimbPrior {
  return given ? { ...given, sigma: GIVEN_SIGMA } : { ...limbDarkening(star), sigma: MODEL_SIGMA };
}

/** Coefficients from the tables, linear between their rows and constant beyond them. */
export function limbDarkening({ mission, teff, logg }: Pick<Target, 'mission' | 'teff' | 'logg'>): LimbDarkening {
  const table = mission === 'TESS' ? TESS_LIMB : KEPLER_LIMB;
  const row = placeIn(LIMB_GRID.teff, teff ?? SUN.teff, table.length);
  const column = placeIn(LIMB_GRID.logg, logg ?? SUN.logg, table[0].length);
  return { u1: interpolated(table, row, column, 0), u2: interpolated(table, row, column, 1) };
}

interface Place {
  index: number;
  /** Part of the way to the next index, 0 to 1. */
  part: number;
}

function placeIn({ first, step }: { first: number; step: number }, value: number, size: number): Place {
  const place = Math.max(0, Math.min(size - 1, (value - first) / step));
  const index = Math.min(size - 2, Math.floor(place));
  return { index, part: place - index };
}

function interpolated(table: LimbTable, row: Place, column: Place, coefficient: 0 | 1): number {
  const along = (cells: LimbTable[number]): number =>
    (1 - column.part) * cells[column.index][coefficient] + column.part * cells[column.index + 1][coefficient];
  return (1 - row.part) * along(table[row.index]) + row.part * along(table[row.index + 1]);
}
