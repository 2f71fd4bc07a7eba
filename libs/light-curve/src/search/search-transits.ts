import { type Ephemeris, type LightCurve } from '../types';
import { boxSpectrum, type BoxSpectrum } from './box-spectrum';
import { frequencyGrid } from './frequency-grid';
import { candidateAt, resolveHarmonics, type TransitCandidate } from './harmonics';
import { type MultipleEvent } from './multiple-event';
import { durationRange } from './orbit-limits';
import { type Control, Pace } from './pace';
import { refinePeak } from './refine-peak';
import { strongestPeaks } from './spectrum-peaks';
import { weightedSeries, type WeightedSeries } from './weighted-series';

export interface SearchOptions {
  /** Shortest period [d]. @default 0.5 */
  periodMin?: number;
  /** Longest period [d]. @default span / (minTransits − 1), so that the last transit can still be seen */
  periodMax?: number;
  /** Mean stellar density [Sun's]; without it every dwarf and subgiant is allowed for. */
  density?: number;
  /** Longest duration tried [h]. @default 15 */
  longestHours?: number;
  /** Frequencies in the drift of one transit duration over the span. @default 3 */
  oversampling?: number;
  /** Transits with data that a detection needs. @default 3 */
  minTransits?: number;
  /** Longest period that a multiple of the one found may have [d]. @default periodMax */
  harmonicMax?: number;
}

/** The strongest periodic dip of a curve. */
export interface SearchHit extends Ephemeris {
  /** Statistic of the hit's transits. */
  event: MultipleEvent;
  /** Signal to noise of the box for white noise. */
  signal: number;
  /** Signal detection efficiency of its peak. */
  sde: number;
}

export interface SearchResult {
  /** Absent when no period has enough transits that dim. */
  hit?: SearchHit;
  spectrum: BoxSpectrum;
}

const DEFAULTS = { periodMin: 0.5, longestHours: 15, oversampling: 3, minTransits: 3 };
/** Peaks looked at closely. */
const PEAKS = 30;
/** Grid steps between two peaks that are different ones. */
const PEAKS_APART = 6;
/** A box whose period also holds a bump this high in parts of dip and bump is a wave, not a transit (shape metric of Thompson et al. 2018, sect. A.3). */
const MOST_BRIGHTENING = 0.37;
/** Harmonics are followed below `periodMin` down to this period [d]. */
const SHORTEST_HARMONIC = 0.2;
/** Part of the work that the spectrum is. */
const SPECTRUM_PART = 0.9;

/**
 * Searches a detrended curve for its strongest periodic dip: box least squares spectrum, close look at the highest
 * peaks, multiple event statistic with red noise for each, harmonics resolved by refit.
 * @throws Stopped when the caller's `shouldStop` answers true
 */
export function searchTransits(curve: LightCurve, options: SearchOptions = {}, control: Control = {}): SearchResult {
  const { periodMin, longestHours, oversampling, minTransits, density } = { ...DEFAULTS, ...options };
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  const periodMax = Math.max(periodMin, options.periodMax ?? span / (minTransits - 1));
  const limits = { density, cadence: curve.cadence, longestHours };
  const range = (period: number): ReturnType<typeof durationRange> => durationRange(period, limits);
  const series = weightedSeries(curve, {
    shortest: range(periodMin).shortest,
    longest: range(periodMax).longest,
    minTransits,
  });
  const frequency = frequencyGrid({ span, periodMin, periodMax, oversampling, density: Math.max(1, density ?? 1) });
  const spectrum = boxSpectrum(series, frequency, limits, new Pace(part(control, 0, SPECTRUM_PART)));

  const pace = new Pace(part(control, SPECTRUM_PART, 1));
  const at = (box: { period: number; epoch: number; duration: number; signal: number }): TransitCandidate =>
    candidateAt(curve, series, box);
  const peaks = strongestPeaks(spectrum, PEAKS, PEAKS_APART);
  let best: (TransitCandidate & { sde: number }) | undefined;
  peaks.forEach((peak, index) => {
    pace.tick(index / peaks.length);
    const gridStep = stepAt(frequency, peak.index);
    const candidate = at(refinePeak(series, peak.frequency, gridStep, range));
    if (candidate.event.events.length < minTransits || candidate.event.brightening > MOST_BRIGHTENING) return;
    if (candidate.event.consistentMes <= (best?.event.consistentMes ?? 0)) return;
    best = { ...candidate, sde: peak.sde };
  });
  if (!best) return { spectrum };
  const resolved = resolveHarmonics(best, at, series, {
    periodFloor: Math.min(periodMin, SHORTEST_HARMONIC),
    periodCeiling: options.harmonicMax ?? periodMax,
    minTransits,
  });
  return { hit: asHit(resolved, best.sde, series), spectrum };
}

function asHit(
  { period, epoch, duration, event, signal }: TransitCandidate,
  sde: number,
  series: WeightedSeries,
): SearchHit {
  return { period, epoch: series.start + epoch, duration: duration * 24, event, signal, sde };
}

function stepAt(frequency: Float64Array, index: number): number {
  const from = Math.max(0, index - 1);
  const to = Math.min(frequency.length - 1, index + 1);
  return to > from ? (frequency[to] - frequency[from]) / (to - from) : frequency[index] / 100;
}

/** The caller's control, with progress squeezed into a part of the whole. */
function part({ onProgress, shouldStop }: Control, from: number, to: number): Control {
  return { shouldStop, onProgress: onProgress && ((fraction) => onProgress(from + (to - from) * fraction)) };
}
