import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts';
import { HOURS_PER_DAY } from '../units';
import type { Series } from './plot';
import type { Photometry } from './report-input';

/** Points around one moment of the orbit, from the moment on [h]. */
export interface FoldedPoints {
  /** [h] */
  hours: number[];
  values: number[];
  errors?: number[];
  /** Number of the orbit that each belongs to, 0 at the epoch. */
  orbit: number[];
}

/** Means in bins, with the errors of the means. */
export interface Bins extends Series {
  error: number[];
}

/** Rows of the curve that no other detection dims. */
export function ownRows({ time }: Photometry, detection: DetectionDto, { detections }: AnalysisDto): number[] {
  const others = detections.filter(({ rank }) => rank !== detection.rank);
  return Array.from({ length: time.length }, (_, row) => row).filter((row) =>
    others.every(
      ({ period, epoch, duration }) =>
        Math.abs(fromCentre(time[row], period.value, epoch.value)) > (0.65 * duration.value) / HOURS_PER_DAY,
    ),
  );
}

/** The values within `reach` [h] of a time of the orbit: `centre` [d after mid-transit]. `late` says how much later than predicted each orbit's transit came [h]. */
export function foldedAround(
  { time, error }: Photometry,
  rows: readonly number[],
  values: ArrayLike<number>,
  { period, epoch }: DetectionDto,
  centre: number,
  reach: number,
  late: (orbit: number) => number = () => 0,
): FoldedPoints {
  const folded: Required<FoldedPoints> = { hours: [], values: [], errors: [], orbit: [] };
  const zero = epoch.value + centre;
  for (const row of rows) {
    const orbit = Math.round((time[row] - zero) / period.value);
    const hours = (time[row] - zero - orbit * period.value) * HOURS_PER_DAY - late(orbit);
    if (Math.abs(hours) > reach || !Number.isFinite(values[row])) continue;
    folded.hours.push(hours);
    folded.values.push(values[row]);
    folded.errors.push(error?.[row] ?? Number.NaN);
    folded.orbit.push(orbit);
  }
  return error ? folded : { hours: folded.hours, values: folded.values, orbit: folded.orbit };
}

/** The fluxes within `reach` [h] of one time. */
export function around({ time, flux, error }: Photometry, centre: number, reach: number): FoldedPoints {
  const points: Required<FoldedPoints> = { hours: [], values: [], errors: [], orbit: [] };
  for (let row = 0; row < time.length; row++) {
    const hours = (time[row] - centre) * HOURS_PER_DAY;
    if (Math.abs(hours) > reach || !Number.isFinite(flux[row])) continue;
    points.hours.push(hours);
    points.values.push(flux[row]);
    points.errors.push(error?.[row] ?? Number.NaN);
    points.orbit.push(0);
  }
  return points;
}

/** Means in `count` bins of equal width; the error of a mean is the scatter of its bin over √n. */
export function binned({ hours, values }: FoldedPoints, reach: number, count: number): Bins {
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  const sizes = new Float64Array(count);
  hours.forEach((at, index) => {
    const bin = Math.min(count - 1, Math.floor(((at + reach) / (2 * reach)) * count));
    sums[bin] += values[index];
    squares[bin] += values[index] ** 2;
    sizes[bin] += 1;
  });
  const used = Array.from(sizes.keys()).filter((bin) => sizes[bin] > 0);
  const mean = (bin: number) => sums[bin] / sizes[bin];
  return {
    x: used.map((bin) => ((bin + 0.5) / count) * 2 * reach - reach),
    y: used.map(mean),
    error: used.map((bin) =>
      sizes[bin] > 1 ? Math.sqrt(Math.max(0, squares[bin] / sizes[bin] - mean(bin) ** 2) / (sizes[bin] - 1)) : 0,
    ),
  };
}

/** Time from the nearest repetition of a moment [d]. */
export function fromCentre(time: number, period: number, zero: number): number {
  const cycles = (time - zero) / period;
  return (cycles - Math.round(cycles)) * period;
}
