import { LightCurveError } from '../errors';
import { type Mission, TIME_ZERO, type TimeSystem, type TimeSystemOrigin } from '../types';

/** What a file says about its times. */
export interface TimeHints {
  given?: TimeSystem;
  /** BJD of time zero [d], FITS keywords BJDREFI + BJDREFF. */
  reference?: number;
  columnName?: string;
  mission?: Mission;
}

export interface IdentifiedTime {
  system: TimeSystem;
  from: TimeSystemOrigin;
  /** To be added to the file's times [d] so that they are in `system`. */
  shift: number;
}

/** Kepler's first light curve begins at BKJD 120, TESS's at BTJD 1325: below that a bare number can only be BKJD. */
const FIRST_BTJD = 1325;
/** 3501 AD: a larger time is not in days. */
const LAST_JULIAN_DATE = 3_000_000;
const JD_OF_MJD_ZERO = 2400000.5;

/**
 * The time system of a file, from the surest hint to the weakest: what the user gives, the header's reference date,
 * the column's name, the size of the values, the mission, and at last an assumption that is reported as such.
 * `first` is the earliest time [d]. Throws `UNUSABLE_TIMES` for values between the systems (MJD or JD − 2400000).
 */
export function identifyTimeSystem(file: string, first: number, hints: TimeHints): IdentifiedTime {
  if (hints.given) return { system: hints.given, from: 'given', shift: 0 };
  if (hints.reference !== undefined) return fromReference(hints.reference);
  const named = systemInName(hints.columnName ?? '');
  if (named) return { ...named, from: 'column name' };
  if (first > LAST_JULIAN_DATE)
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      file,
      `times begin at ${first}, which looks like seconds (since 1970?), expected days: BJD, BKJD (BJD − 2454833) or BTJD (BJD − 2457000)`,
    );
  if (first > 2_400_000) return { system: 'BJD', from: 'values', shift: 0 };
  if (first > 20_000) {
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      file,
      `times begin at ${first}, expected BJD, BKJD (BJD − 2454833) or BTJD (BJD − 2457000); name the column mjd if these are modified Julian dates`,
    );
  }
  if (hints.mission) return { system: hints.mission === 'TESS' ? 'BTJD' : 'BKJD', from: 'mission', shift: 0 };
  return { system: first < FIRST_BTJD ? 'BKJD' : 'BTJD', from: 'assumed', shift: 0 };
}

/** Shift [d] that takes a time of one system to another. */
export function timeShift(from: TimeSystem, to: TimeSystem): number {
  return TIME_ZERO[from] - TIME_ZERO[to];
}

function fromReference(reference: number): IdentifiedTime {
  const system = (['BKJD', 'BTJD', 'BJD'] as const).find((name) => TIME_ZERO[name] === reference);
  return system ? { system, from: 'header', shift: 0 } : { system: 'BJD', from: 'header', shift: reference };
}

function systemInName(name: string): { system: TimeSystem; shift: number } | undefined {
  const found = /(?<![a-z])(bkjd|btjd|mjd|bjd|hjd|jd)(?![a-z])/i.exec(name.replaceAll('_', ' '))?.[1]?.toLowerCase();
  const offset = /jd\s*-\s*([\d.]+)/i.exec(name)?.[1];
  if (offset !== undefined) {
    const { system, shift } = fromReference(Number(offset));
    return { system, shift };
  }
  if (found === undefined) return undefined;
  if (found === 'bkjd' || found === 'btjd') return { system: found === 'bkjd' ? 'BKJD' : 'BTJD', shift: 0 };
  return { system: 'BJD', shift: found === 'mjd' ? JD_OF_MJD_ZERO : 0 };
}
