import type { TimeSystem } from '../types';

/** Bounds on what a reader accepts; each is checked before the memory is spent. */
export interface ReadLimits {
  /** Size of one file as sent [bytes]. @default 64 MiB */
  maxBytes: number;
  /** Size of one file once inflated [bytes]. @default 256 MiB */
  maxInflatedBytes: number;
  /** Rows of one file; a 27-day TESS sector at 20 s has 117,000. @default 2,000,000 */
  maxPoints: number;
  /** Fewest rows with a finite flux that can hold a transit and its surroundings. @default 20 */
  minPoints: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 64 * 2 ** 20,
  maxInflatedBytes: 256 * 2 ** 20,
  maxPoints: 2_000_000,
  minPoints: 20,
};

export interface ReadOptions {
  limits?: Partial<ReadLimits>;
  /** Which flux is wanted: corrected for systematics, or the simple aperture sum. @default 'corrected' */
  flux?: 'corrected' | 'aperture';
  /** Time system of every file, where the user knows better than the file. */
  timeSystem?: TimeSystem;
}
