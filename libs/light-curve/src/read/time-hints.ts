import type { GivenTimeSystem } from '@exoplanet/contracts';
import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Mission } from '../types';
import { type FitsHeader, numberOf, textOf } from './fits-header';
import { julianDateOf } from './iso-date';
import type { PhotometryTable } from './photometry-table';

/** What a file says about its times. */
export interface TimeHints {
  given?: GivenTimeSystem;
  /** The times are ISO dates, read as Julian dates. */
  iso?: boolean;
  /** Barycentric Julian date of time zero: keywords BJDREFI + BJDREFF. */
  barycentricReference?: number;
  /** Julian date of time zero by the keywords of the FITS standard: JDREF, MJDREF or DATEREF (FITS 4.0, section 9.2.2). */
  reference?: number;
  /** Days in the unit of the times, where the file names it. */
  unitDays?: number;
  /** To be added to each time, in its own unit: TIMEOFFS or TIMEZERO. */
  offset?: number;
  /** TIMESYS or the column's own TCTYPn: `TDB`, `UTC`, … */
  scale?: string;
  /** TREFPOS, the column's own TRPOSn, or TIMEREF: `BARYCENTER`, `TOPOCENTER`, … */
  position?: string;
  /** Name and unit of the column: `TIME BJD - 2457000, days`. */
  label?: string;
  /** What a comment in running text says: `time is BJD - 2450000`. */
  note?: string;
  mission?: Mission;
}

const UNIT_DAYS: readonly [days: number, names: RegExp][] = [
  [1, /^(d|day|days)$/],
  [1 / 24, /^(h|hr|hrs|hour|hours)$/],
  [1 / 1440, /^(min|mins|minute|minutes)$/],
  [1 / 86400, /^(s|sec|secs|second|seconds)$/],
  [1 / 86_400_000, /^(ms|msec|millisecond|milliseconds)$/],
];

/** Days in a unit of time as files write it; undefined for any other text. */
export function daysIn(unit: string | undefined): number | undefined {
  const plain = unit?.trim().toLowerCase();
  return plain === undefined ? undefined : UNIT_DAYS.find(([, names]) => names.test(plain))?.[0];
}

/** Collects what a table says about the times in one of its columns. Throws `UNUSABLE_TIMES` for a unit of time that is not known. */
export function timeHintsOf(table: PhotometryTable, column: string, iso: boolean): TimeHints {
  const { header, file } = table;
  const unit = table.unit(column);
  const timeUnit = textOf(header, 'TIMEUNIT');
  const unitDays = daysIn(unit) ?? daysIn(unitOfName(column)) ?? daysIn(timeUnit);
  if (unitDays === undefined && timeUnit !== undefined && unit === undefined)
    throw new LightCurveError('UNUSABLE_TIMES', file, `TIMEUNIT is ${timeUnit.slice(0, 40)}, expected d, h, min or s`);
  return present({
    iso: iso || undefined,
    barycentricReference: referenceOf(header, 'BJDREF'),
    reference: julianReference(file, header),
    unitDays,
    offset: numberOf(header, 'TIMEOFFS') ?? numberOf(header, 'TIMEZERO'),
    scale: (table.keyword(column, 'TCTYP') ?? textOf(header, 'TIMESYS'))?.trim().toUpperCase(),
    position: (table.keyword(column, 'TRPOS') ?? textOf(header, 'TREFPOS') ?? textOf(header, 'TIMEREF'))
      ?.trim()
      .toUpperCase(),
    label: unit === undefined ? column : `${column} ${unit}`,
    note: table.timeNote,
  });
}

/** `time_s` and `time_seconds` name their unit. */
function unitOfName(column: string): string | undefined {
  return /[_\s](h|hours|min|minutes|s|sec|seconds)$/i.exec(column)?.[1];
}

/** KEYI + KEYF, or KEY. */
function referenceOf(header: FitsHeader, key: string): number | undefined {
  const whole = writtenNumber(header, `${key}I`);
  const part = writtenNumber(header, `${key}F`);
  return whole === undefined && part === undefined ? writtenNumber(header, key) : (whole ?? 0) + (part ?? 0);
}

/** Some programs write numbers in quotes. */
function writtenNumber(header: FitsHeader, key: string): number | undefined {
  const text = textOf(header, key)?.trim() ?? '';
  const number = text === '' ? Number.NaN : Number(text);
  return numberOf(header, key) ?? (Number.isFinite(number) ? number : undefined);
}

const JD_OF_MJD_ZERO = 2400000.5;

function julianReference(file: string, header: FitsHeader): number | undefined {
  const julian = referenceOf(header, 'JDREF');
  if (julian !== undefined) return julian;
  const modified = referenceOf(header, 'MJDREF');
  if (modified !== undefined) return modified + JD_OF_MJD_ZERO;
  const date = textOf(header, 'DATEREF');
  if (date === undefined) return undefined;
  const found = julianDateOf(date);
  if (Number.isNaN(found))
    throw new LightCurveError('UNUSABLE_TIMES', file, `DATEREF is ${date.slice(0, 40)}, expected an ISO date`);
  return found;
}
