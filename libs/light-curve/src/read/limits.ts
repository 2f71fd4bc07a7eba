import type { GivenTimeSystem } from '@exoplanet/contracts';
import type { Mission } from '../types';

/** Bounds on what a reader accepts; each is checked before the memory is spent. */
export interface ReadLimits {
  /** Size of one file as sent [bytes]. @default 64 MiB */
  maxBytes: number;
  /** Size of one file once inflated [bytes]. @default 128 MiB */
  maxInflatedBytes: number;
  /** The same for JSON, whose values take more memory than their text [bytes]. @default 48 MiB */
  maxJsonBytes: number;
  /** Rows of one file; a 27-day TESS sector at 20 s has 117,000. @default 2,000,000 */
  maxPoints: number;
  /** Columns of one file; an archive's FITS table has about 20. @default 999, as in the FITS standard */
  maxColumns: number;
  /** Numbers that are kept of one file, rows × columns. @default 6,000,000 */
  maxCells: number;
  /** Pixels of all images of one target pixel file; a TESS sector at 2 min has 20,000 of 11 × 11. @default 12,000,000 */
  maxPixels: number;
  /** Fewest rows with a finite flux that can hold a transit and its surroundings. @default 20 */
  minPoints: number;
  /** Longest time from the first to the last row [d]. @default 20,000 (55 years) */
  maxSpan: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 64 * 2 ** 20,
  maxInflatedBytes: 128 * 2 ** 20,
  maxJsonBytes: 48 * 2 ** 20,
  maxPoints: 2_000_000,
  maxColumns: 999,
  maxCells: 6_000_000,
  maxPixels: 12_000_000,
  minPoints: 20,
  maxSpan: 20_000,
};

export interface ReadOptions {
  limits?: Partial<ReadLimits>;
  /** The column that holds the flux, in any case of letters. @default the best one that the product has */
  fluxColumn?: string;
  /** Mission of files that do not name theirs: for the meaning of their flags and times. */
  mission?: Mission;
  /** Time system of every file, where the user knows better than the file. */
  timeSystem?: GivenTimeSystem;
}
