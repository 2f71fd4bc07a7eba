import type { GivenTimeSystem } from '@exoplanet/contracts';
import { LightCurveError } from '../errors';
import { TIME_ZERO, type TimeSystem, type TimeSystemOrigin } from '../types';
import type { TimeHints } from './time-hints';

export interface IdentifiedTime {
  system: TimeSystem;
  from: TimeSystemOrigin;
  /** Time in `system` [d] = `scale` · (the file's time) + `shift`. */
  scale: number;
  shift: number;
  /** In what the times are less exact than BJD (TDB), and how large the error can be. */
  inexact?: string;
}

/** Kepler's first light curve begins at BKJD 120, TESS's at BTJD 1325: below that a bare number can only be BKJD. */
const FIRST_BTJD = 1325;
/** 3501 AD: a larger time is not in days. */
const LAST_JULIAN_DATE = 3_000_000;
const JD_OF_MJD_ZERO = 2400000.5;
const JD_OF_UNIX_ZERO = 2440587.5;
/** 1975 and 2101: photometry of exoplanets lies between; a date beyond is a sign of a wrong zero point. */
const PLAUSIBLE = { from: 2_442_413.5, to: 2_488_434.5 };
const EXPECTED = 'BJD, BKJD (BJD − 2454833) or BTJD (BJD − 2457000)';

/** A zero point [JD], how it is known, and the kind of date that it counts. */
interface Zero {
  zero: number;
  from: TimeSystemOrigin;
  kind: 'barycentric' | 'heliocentric' | 'julian' | 'unix';
}

/**
 * The time system of a file, from the surest hint to the weakest: what the user gives, BJDREF, a zero point in the column's name or unit,
 * another reference date in the header, a plain name, a comment, the size of the values, the mission, and finally an assumption that is reported as such.
 * `first` is the earliest time, in the file's unit.
 * Throws `UNUSABLE_TIMES` for seconds, for values between the systems, and where header or name lead to an impossible date.
 */
export function identifyTimeSystem(file: string, first: number, hints: TimeHints): IdentifiedTime {
  const scale = hints.unitDays ?? 1;
  const offset = scale * (hints.offset ?? 0);
  const days = scale * first + offset;
  const known = zeroOf(hints) ?? zeroOfNote(days, hints);
  if (!known) {
    const { system, from } = systemOfValues(file, days, hints);
    return { system, from, scale, shift: offset };
  }
  if (known.from !== 'given') checkDate(file, days, known, hints);
  const inSeconds = known.kind === 'unix' && hints.unitDays === undefined ? 1 / 86400 : scale;
  const system = (['BKJD', 'BTJD', 'BJD'] as const).find((name) => TIME_ZERO[name] === known.zero) ?? 'BJD';
  const inexact = costOf(known, { ...hints, label: `${hints.label ?? ''} ${hints.note ?? ''}` });
  return {
    system,
    from: known.from,
    scale: inSeconds,
    shift: known.zero - TIME_ZERO[system] + offset,
    ...(inexact === undefined ? {} : { inexact }),
  };
}

/** Zero point of a time system that a user names [JD]. */
export function zeroOfGiven(system: GivenTimeSystem): number {
  return SYSTEMS[system].zero;
}

/** Shift [d] that takes a time of one system to another. */
export function timeShift(from: TimeSystem, to: TimeSystem): number {
  return TIME_ZERO[from] - TIME_ZERO[to];
}

function zeroOf(hints: TimeHints): Zero | undefined {
  const { given, iso, barycentricReference, reference, label = '', scale } = hints;
  const named = zeroInName(label);
  if (given) return { ...SYSTEMS[given], from: 'given' };
  if (iso) return { zero: 0, kind: named?.kind ?? 'julian', from: 'column name' };
  if (barycentricReference !== undefined) return { zero: barycentricReference, kind: 'barycentric', from: 'header' };
  if (named && named.zero !== 0 && named.kind !== 'julian') return { ...named, from: 'column name' };
  if (reference !== undefined) return { zero: reference, kind: named?.kind ?? 'julian', from: 'header' };
  // Not in the standard, but written: the format in place of the time scale.
  if (scale === 'MJD' || scale === 'JD') return { ...SYSTEMS[scale], from: 'header' };
  return named && { ...named, from: 'column name' };
}

/** A comment may speak of something else, so it counts only where it gives a plausible date. */
function zeroOfNote(days: number, { note = '' }: TimeHints): Zero | undefined {
  const named = zeroInName(note);
  return named && named.kind !== 'unix' && isPlausible(named.zero + days) ? { ...named, from: 'header' } : undefined;
}

const isPlausible = (date: number) => date >= PLAUSIBLE.from && date <= PLAUSIBLE.to;

const SYSTEMS = {
  BJD: { zero: 0, kind: 'barycentric' },
  BKJD: { zero: TIME_ZERO.BKJD, kind: 'barycentric' },
  BTJD: { zero: TIME_ZERO.BTJD, kind: 'barycentric' },
  HJD: { zero: 0, kind: 'heliocentric' },
  JD: { zero: 0, kind: 'julian' },
  MJD: { zero: JD_OF_MJD_ZERO, kind: 'julian' },
} as const satisfies Record<GivenTimeSystem, Omit<Zero, 'from'>>;

/** Names of time zero in a column's name or unit: `BJD - 2454833`, `HJD-2450000`, `time_btjd`, `mjd`. */
function zeroInName(name: string): Omit<Zero, 'from'> | undefined {
  const text = name.replaceAll('_', ' ');
  const found = /(?<![a-z])(bkjd|btjd|bmjd|rbjd|rhjd|rjd|mjd|bjd|hjd|jd|unix)(?![a-z])/i.exec(text)?.[1]?.toLowerCase();
  if (found === undefined) return undefined;
  const kind =
    found === 'unix'
      ? 'unix'
      : found.includes('b')
        ? 'barycentric'
        : found.includes('h')
          ? 'heliocentric'
          : /tdb/i.test(text) && !/utc/i.test(text)
            ? 'barycentric'
            : 'julian';
  const subtracted = /jd\s*(?:tdb|utc)?\s*[-–−]\s*([\d.]+)/i.exec(text)?.[1];
  if (subtracted !== undefined)
    return { zero: Number(subtracted) + (found.includes('mjd') ? JD_OF_MJD_ZERO : 0), kind };
  const added = /jd\s*(?:tdb|utc)?\s*\+\s*([\d.]+)/i.exec(text)?.[1];
  if (added !== undefined) return { zero: Number(added), kind };
  return { zero: ZEROS[found] ?? 0, kind };
}

const ZEROS: Record<string, number> = {
  bkjd: TIME_ZERO.BKJD,
  btjd: TIME_ZERO.BTJD,
  mjd: JD_OF_MJD_ZERO,
  bmjd: JD_OF_MJD_ZERO,
  rjd: 2_400_000,
  rbjd: 2_400_000,
  rhjd: 2_400_000,
  unix: JD_OF_UNIX_ZERO,
};

/** A wrong zero point is worse than an error that asks for it: throws `UNUSABLE_TIMES` where header or name give an impossible date. */
function checkDate(file: string, days: number, { zero, from, kind }: Zero, { unitDays, label }: TimeHints): void {
  const date = zero + (kind === 'unix' && unitDays === undefined ? days / 86400 : days);
  if (isPlausible(date)) return;
  const source = from === 'header' ? 'the reference date in the header' : `the column ${label?.slice(0, 60)}`;
  throw new LightCurveError(
    'UNUSABLE_TIMES',
    file,
    `times begin at ${days} d, which by ${source} is the Julian date ${date.toFixed(1)}, expected a date from 1975 to 2100; say what the times are with time_system`,
  );
}

/** No name and no reference: the size of the values, then the mission, then an assumption. */
function systemOfValues(
  file: string,
  days: number,
  { mission, unitDays }: TimeHints,
): { system: TimeSystem; from: TimeSystemOrigin } {
  if (days > LAST_JULIAN_DATE)
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      file,
      `times begin at ${days / (unitDays ?? 1)}, which looks like seconds (since 1970?), expected days: ${EXPECTED}; name the column unix if these are seconds since 1970`,
    );
  if (days > 2_400_000) return { system: 'BJD', from: 'values' };
  if (days > 20_000) {
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      file,
      `times begin at ${days}, expected ${EXPECTED}; name the column mjd if these are modified Julian dates, rjd if they are BJD − 2400000, or send time_system`,
    );
  }
  if (mission) return { system: mission === 'TESS' ? 'BTJD' : 'BKJD', from: 'mission' };
  return { system: days < FIRST_BTJD ? 'BKJD' : 'BTJD', from: 'assumed' };
}

const BARYCENTRES = ['BARYCENTER', 'SOLARSYSTEM'];
const UTC_COST = 'UTC is about 69 s behind TDB';

/** Errors of times that are not BJD (TDB): Eastman, Siverd & Gaudi 2010, PASP 122, 935. */
function costOf({ kind, from }: Zero, { scale, position, label = '', iso }: TimeHints): string | undefined {
  const inUtc =
    scale === 'UTC' || /utc/i.test(label) || (iso === true && scale === undefined && kind !== 'barycentric');
  const heliocentric = kind === 'heliocentric' || position === 'HELIOCENTER';
  // TDB is the time of the barycentre, unless the reference position in the header says otherwise.
  const assumed = kind === 'barycentric' || scale === 'TDB' ? 'BARYCENTER' : '';
  const barycentric = !heliocentric && (kind === 'barycentric' || BARYCENTRES.includes(position ?? assumed));
  const costs = [
    ...(heliocentric ? ['the times are heliocentric (HJD), up to 4 s from barycentric ones'] : []),
    ...(!heliocentric && !barycentric
      ? [
          'nothing says that the times are barycentric; at the telescope they differ by up to 8.3 min in the course of a year',
        ]
      : []),
    ...(inUtc ? [UTC_COST] : []),
    ...(heliocentric && !inUtc && scale === undefined ? [`if they are in UTC, ${UTC_COST}`] : []),
  ];
  if (costs.length === 0) return undefined;
  return `${costs.join('; ')}: they are read as BJD${from === 'given' ? ', as requested' : ''}, so epochs and periods carry that error`;
}
