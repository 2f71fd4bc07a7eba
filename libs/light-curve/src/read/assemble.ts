import { LightCurveError } from '../errors';
import type { PixelImages } from '../pixels/pixel-images';
import { present } from '../present';
import { medianOf } from '../statistics/median';
import type { Notice, QualityMasks, RawLightCurve, Target } from '../types';
import { checkRowCount } from './check-size';
import type { ReadLimits } from './limits';
import { isZeroMissing, placeholderFluxes } from './placeholders';
import type { TimeHints } from './time-hints';
import { identifyTimeSystem } from './time-system';

/** Columns and facts as a format's reader found them, rows in the file's order, missing values NaN. */
export interface FoundColumns {
  file: string;
  target: Target;
  stretch?: string;
  detector?: string;
  time: Float64Array;
  flux: Float64Array;
  fluxColumn: string;
  fluxErr?: Float64Array;
  /** The images of a target pixel file, one per row. */
  images?: PixelImages;
  quality?: Float64Array;
  qualityMasks?: QualityMasks;
  centroidCol?: Float64Array;
  centroidRow?: Float64Array;
  motionCol?: Float64Array;
  motionRow?: Float64Array;
  /** Exposure length [d], if the file names it; otherwise the median time step. */
  cadence?: number;
  crowding?: number;
  timeHints: TimeHints;
  notices: Notice[];
}

/**
 * The raw light curve of a file, whatever its format: rows without a time dropped, the rest in time order, the time system identified.
 * Throws `TOO_MANY_POINTS`, `UNUSABLE_TIMES`, `TOO_FEW_POINTS`, `NO_FINITE_FLUX`, `REPEATED_TIMES`, `FLUX_NOT_POSITIVE`.
 */
export function assemble(found: FoundColumns, limits: ReadLimits): RawLightCurve {
  const { file, notices } = found;
  checkRowCount(file, found.time.length, limits);
  const order = uniqueRows(found, timeOrder(found));
  const take = (column: Float64Array | undefined) => column && Float64Array.from(order, (row) => column[row]);
  const time = take(found.time) as Float64Array;
  const flux = take(found.flux) as Float64Array;
  dropPlaceholders(file, flux, notices);
  checkFlux(file, flux, limits);
  const hints = { ...found.timeHints, ...(found.target.mission ? { mission: found.target.mission } : {}) };
  const { system, from, scale, shift, inexact } = identifyTimeSystem(file, time[0], hints);
  if (from === 'assumed') {
    notices.push({
      code: 'time_system_assumed',
      file,
      message: `the file does not name its time system; ${system} is assumed from the first time, ${time[0]}`,
    });
  }
  if (inexact !== undefined) notices.push({ code: 'time_inexact', file, message: inexact });
  if (scale !== 1 || shift !== 0) for (let row = 0; row < time.length; row++) time[row] = scale * time[row] + shift;
  checkSpan(file, time, limits);
  const baseline = baselineOf(file, flux, notices);
  if (baseline !== 0) for (let row = 0; row < flux.length; row++) flux[row] = flux[row] + baseline;
  const optional = {
    fluxErr: take(found.fluxErr),
    quality:
      found.quality &&
      Int32Array.from(take(found.quality) as Float64Array, (flags) => (Number.isNaN(flags) ? 0 : flags)),
    centroidCol: take(found.centroidCol),
    centroidRow: take(found.centroidRow),
    pixels: found.images && { images: found.images, index: Int32Array.from(order) },
    qualityMasks: found.qualityMasks,
    motionCol: take(found.motionCol),
    motionRow: take(found.motionRow),
    stretch: found.stretch,
    detector: found.detector,
    crowding: found.crowding,
  };
  return {
    file,
    target: found.target,
    timeSystem: system,
    timeSystemFrom: from,
    time,
    flux,
    fluxColumn: found.fluxColumn,
    cadence: found.cadence ?? medianStep(time),
    notices,
    ...present(optional),
  };
}

function dropPlaceholders(file: string, flux: Float64Array, notices: Notice[]): void {
  const rows = placeholderFluxes(flux);
  if (rows.length === 0) return;
  const message = `${rows.length} fluxes such as ${flux[rows[0]]} stand for missing values and were dropped`;
  for (const row of rows) flux[row] = Number.NaN;
  notices.push({ code: 'placeholders_dropped', file, message });
}

/** Rows with a finite time, in time order. */
function timeOrder({ file, time, notices }: FoundColumns): number[] {
  const rows: number[] = [];
  const skipZeros = isZeroMissing(time);
  let sorted = true;
  let previous = -Infinity;
  for (let row = 0; row < time.length; row++) {
    const at = time[row];
    if (!Number.isFinite(at) || (skipZeros && at === 0)) continue;
    if (at < previous) sorted = false;
    previous = at;
    rows.push(row);
  }
  if (rows.length === 0) throw new LightCurveError('UNUSABLE_TIMES', file, 'no row has a finite time');
  if (skipZeros)
    notices.push({
      code: 'placeholders_dropped',
      file,
      message: 'rows with a time of 0, far before all others, were dropped: the time is missing there',
    });
  if (sorted) return rows;
  notices.push({ code: 'times_sorted', file, message: 'the times were not in order and have been sorted' });
  return rows.sort((a, b) => time[a] - time[b]);
}

/** Drops rows that repeat another row's time and bring no flux of their own; two fluxes at one time are an error. */
function uniqueRows({ file, time, flux, notices }: FoundColumns, order: number[]): number[] {
  const unique: number[] = [];
  for (const row of order) {
    const last = unique.at(-1);
    if (last === undefined || time[row] !== time[last]) {
      unique.push(row);
      continue;
    }
    const [kept, repeated] = [flux[last], flux[row]];
    if (Number.isNaN(kept)) unique[unique.length - 1] = row;
    else if (!Number.isNaN(repeated) && repeated !== kept) {
      throw new LightCurveError(
        'REPEATED_TIMES',
        file,
        `the time ${time[row]} has the fluxes ${kept} and ${repeated}, expected each time once`,
      );
    }
  }
  const dropped = order.length - unique.length;
  if (dropped > 0)
    notices.push({
      code: 'repeated_rows_dropped',
      file,
      message: `${dropped} duplicate rows were dropped`,
    });
  return unique;
}

/** Throws `UNUSABLE_TIMES`: a time far from the others usually stands for a missing value, and a search over such a span would not end. */
function checkSpan(file: string, time: Float64Array, { maxSpan }: ReadLimits): void {
  const [first, last] = [time[0], time[time.length - 1]];
  if (last - first > maxSpan)
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      file,
      `times run from ${first} to ${last}, expected at most ${maxSpan} d from first to last`,
    );
}

function checkFlux(file: string, flux: Float64Array, limits: ReadLimits): void {
  let finite = 0;
  for (const value of flux) if (Number.isFinite(value)) finite++;
  if (finite === 0)
    throw new LightCurveError('NO_FINITE_FLUX', file, `none of the ${flux.length} fluxes is a finite number`);
  if (finite < limits.minPoints) {
    throw new LightCurveError(
      'TOO_FEW_POINTS',
      file,
      `${finite} rows have a time and a flux, expected at least ${limits.minPoints}`,
    );
  }
}

/** A star's flux with noise is negative in at most this part of its rows. */
const MAX_NEGATIVE = 0.25;

/** What to add so that the star's level is positive: 1 for a relative flux around zero, otherwise 0. Throws `FLUX_NOT_POSITIVE`. */
function baselineOf(file: string, flux: Float64Array, notices: Notice[]): 0 | 1 {
  const finite = flux.filter(Number.isFinite);
  const median = medianOf(finite);
  let lowest = Infinity;
  let negative = 0;
  for (const value of finite) {
    if (value < lowest) lowest = value;
    if (value < 0) negative++;
  }
  const aroundZero = Math.abs(median) < 0.1 && lowest <= 0 && lowest >= -1 && medianOf(finite.map(Math.abs)) < 0.1;
  if (aroundZero) {
    notices.push({
      code: 'baseline_zero',
      file,
      message: 'the flux is around 0 and was read as relative flux minus 1',
    });
    return 1;
  }
  if (median <= 0 || negative > MAX_NEGATIVE * finite.length) {
    throw new LightCurveError(
      'FLUX_NOT_POSITIVE',
      file,
      `the median flux is ${median} and ${negative} of ${finite.length} fluxes are negative; expected a positive flux, or a relative flux around 0 or 1. A flux around 0 in %, ppt or ppm needs its unit: as in a CSV column flux [ppm], or as TUNIT in FITS; JSON has none`,
    );
  }
  if (negative > 0)
    notices.push({
      code: 'negative_fluxes_kept',
      file,
      message: `${negative} of ${finite.length} fluxes are negative and were kept`,
    });
  return 0;
}

/** Median step between neighbouring times [d]. */
function medianStep(time: Float64Array): number {
  return medianOf(Float64Array.from({ length: time.length - 1 }, (_, row) => time[row + 1] - time[row]));
}
