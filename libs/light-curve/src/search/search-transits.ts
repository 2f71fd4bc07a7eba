import type { Ephemeris, LightCurve } from '../types';
import { type BoxSpectrum, boxSpectrum } from './box-spectrum';
import { frequencyGrid } from './frequency-grid';
import { candidateAt, resolveHarmonics, type TransitCandidate } from './harmonics';
import type { MaskedLook } from './masked-look';
import { durationRange } from './orbit-limits';
import { type Control, Pace } from './pace';
import { type PeriodicBox, refinePeak } from './refine-peak';
import { strongestPeaks } from './spectrum-peaks';
import { reaches, strongestCandidate, type Threshold, thresholdAt } from './strongest-candidate';
import type { TransitStatistic } from './transit-statistic';
import { weightedSeries } from './weighted-series';

export interface SearchOptions {
  /** Shortest period [d]. @default 0.5 */
  periodMin?: number;
  /** Longest period [d]. @default span / (minTransits − 1), so that the last transit can still be seen */
  periodMax?: number;
  /** Mean stellar density [Sun's]; without it every dwarf and subgiant is allowed for. */
  density?: number;
  /** Longest duration tried [h]. @default 15 */
  longestHours?: number;
  /** Shortest duration tried [h]. @default what the exposure and the star allow */
  shortestHours?: number;
  /** Frequencies in the drift of one transit duration over the span. @default 3 */
  oversampling?: number;
  /** Transits with data that a detection needs. @default 3 */
  minTransits?: number;
  /** Longest period that a multiple of the one found may have [d]. @default periodMax */
  harmonicMax?: number;
  /** Threshold of a detection. @default MES 7.1, 5.3 where the transits have to be alike */
  threshold?: Threshold;
  /** Spectrum of the same periods before the transits of a planet were taken out of the curve: saves most of the search. */
  before?: BoxSpectrum;
  /** The curve detrended anew with the transits of an ephemeris masked, and how much more masked windows scatter than its noise. */
  detrendedAround?: (ephemeris: Ephemeris) => MaskedLook;
}

/** The strongest periodic dip of a curve. */
export interface SearchHit extends Ephemeris {
  /** Statistic of the hit's transits. */
  event: TransitStatistic;
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

const DEFAULTS = {
  periodMin: 0.5,
  longestHours: 15,
  oversampling: 3,
  minTransits: 3,
  threshold: thresholdAt(),
};
/** Peaks that are refined. */
const PEAKS = 30;
/** Grid steps between two separate peaks. */
const PEAKS_APART = 6;
/** A box whose period also holds a bump this high in parts of dip and bump is a wave, not a transit (shape metric of Thompson et al. 2018, sect. A.3). */
const MAX_BRIGHTENING = 0.37;
/** A dip of this signal to noise for white noise, whose statistic is under this part of it, may itself have bent the trend. */
const BENDS_TREND = { signal: 40, part: 0.5 };
/** In that case this many of the strongest peaks are evaluated again, each in a curve that is detrended around its dips. */
const SECOND_LOOKS = 5;
/** Where no peak reaches the threshold, this many of those that might reach it are evaluated again in the same way: a wide window leaves more of the star's variation. */
const NEAR_LOOKS = 3;
/** Their signal in the wide window is at least this part of the threshold. */
const NEAR_SIGNAL = 0.8;
/** They have to exceed the threshold by this factor, because each further look gives noise another chance. */
const NEAR_MARGIN = 1.1;
/** A weak box whose statistic rises above its signal by more than this factor hides a strong variation. */
const MAX_NEAR_GAIN = 1.5;
/** A statistic is at most this many times the signal of the spectrum's peak, so a peak that cannot reach the threshold is skipped. */
const MAX_GAIN = 1.5;
/** Harmonics are followed below `periodMin` down to this period [d]. */
const MIN_HARMONIC = 0.2;
/** Part of the work that the spectrum takes. */
const SPECTRUM_PART = 0.9;

/**
 * Searches a detrended curve for its strongest periodic dip: box least squares spectrum, refinement of the highest
 * peaks, multiple event statistic with red noise for each, harmonics resolved by refit.
 * @throws Stopped when the caller's `shouldStop` answers true
 */
export function searchTransits(curve: LightCurve, options: SearchOptions = {}, control: Control = {}): SearchResult {
  const { periodMin, longestHours, oversampling, minTransits, threshold, density } = { ...DEFAULTS, ...options };
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  const periodMax = Math.max(periodMin, options.periodMax ?? span / (minTransits - 1));
  const limits = { density, cadence: curve.cadence, longestHours, shortestHours: options.shortestHours };
  const range = (period: number): ReturnType<typeof durationRange> => durationRange(period, limits);
  const series = weightedSeries(curve, {
    shortest: range(periodMin).shortest,
    longest: range(periodMax).longest,
    minTransits,
  });
  const frequency =
    options.before?.frequency ??
    frequencyGrid({ span, periodMin, periodMax, oversampling, density: Math.max(1, density ?? 1) });
  const spectrum = boxSpectrum(series, frequency, limits, new Pace(part(control, 0, SPECTRUM_PART)), options.before);

  const pace = new Pace(part(control, SPECTRUM_PART, 1));
  const at = (box: PeriodicBox): TransitCandidate => candidateAt(curve, series, box);
  const { detrendedAround } = options;
  const again =
    detrendedAround &&
    ((box: PeriodicBox): TransitCandidate => {
      const { flat, excess } = detrendedAround(ephemerisOf(box, series.start));
      return candidateAt(flat, series, box, excess);
    });
  const peaks = strongestPeaks(spectrum, PEAKS, PEAKS_APART);
  const possible = ({ events, brightening, consistentMes }: TransitStatistic): boolean =>
    events.length >= minTransits && brightening <= MAX_BRIGHTENING && consistentMes > 0;
  let sure = 0;
  const first = peaks.flatMap((peak, index) => {
    pace.tick(index / peaks.length);
    if (MAX_GAIN * peak.signal < sure) return [];
    const box = at(refinePeak(series, peak.frequency, stepAt(frequency, peak.index), range));
    if (possible(box.event) && reaches(box.event, threshold)) sure = Math.max(sure, box.event.consistentMes);
    return [{ ...box, sde: peak.sde }];
  });
  const second = again ? worthSecondLook(first, possible, threshold) : [];
  const found = first.flatMap((box) => {
    const looks = again && second.includes(box) ? [again, at] : [at];
    for (const look of looks) {
      const looked = look === at ? box : look(box);
      if (!possible(looked.event) || (look === again && !isSure(looked, threshold))) continue;
      return [{ hit: asHit(looked, box.sde, series.start), box: looked, at: look }];
    }
    return [];
  });
  const strongest = strongestCandidate(
    found.map(({ hit }) => hit),
    threshold,
  );
  const chosen = found.find(({ hit }) => hit === strongest);
  if (!chosen) return { spectrum };
  const resolved = resolveHarmonics(chosen.box, chosen.at, series, {
    periodFloor: Math.min(periodMin, MIN_HARMONIC),
    periodCeiling: options.harmonicMax ?? periodMax,
    minTransits,
  });
  return { hit: asHit(resolved, chosen.hit.sde, series.start), spectrum };
}

/** Whether a second look counts: a strong box always, a weak one where it exceeds the threshold and its statistic is not suspiciously far above its signal in the spectrum. */
function isSure({ signal, event }: TransitCandidate, { mes, consistentMes }: Threshold): boolean {
  if (signal >= BENDS_TREND.signal) return true;
  const sure = { mes: NEAR_MARGIN * mes, consistentMes: NEAR_MARGIN * consistentMes };
  return reaches(event, sure) && event.mes <= MAX_NEAR_GAIN * signal;
}

/** The boxes whose dips bent the trend, or else those that may be too weak only because the trend leaves some of the star's variation. */
function worthSecondLook<T extends TransitCandidate>(
  boxes: readonly T[],
  possible: (event: TransitStatistic) => boolean,
  threshold: Threshold,
): T[] {
  const strong = boxes.filter(({ signal }) => signal >= BENDS_TREND.signal).slice(0, SECOND_LOOKS);
  if (strong.some(({ signal, event }) => event.mes < BENDS_TREND.part * signal)) return strong;
  if (boxes.some(({ event }) => possible(event) && reaches(event, threshold))) return [];
  return boxes
    .filter(
      ({ signal, event }) =>
        signal >= NEAR_SIGNAL * threshold.mes && signal < BENDS_TREND.signal && event.consistentMes > 0,
    )
    .sort((a, b) => b.event.consistentMes - a.event.consistentMes)
    .slice(0, NEAR_LOOKS);
}

/** A box in the time system of the curve; its duration in hours. */
function ephemerisOf({ period, epoch, duration }: PeriodicBox, start: number): Ephemeris {
  return { period, epoch: start + epoch, duration: duration * 24 };
}

function asHit(box: TransitCandidate, sde: number, start: number): SearchHit {
  return { ...ephemerisOf(box, start), event: box.event, signal: box.signal, sde };
}

function stepAt(frequency: Float64Array, index: number): number {
  const from = Math.max(0, index - 1);
  const to = Math.min(frequency.length - 1, index + 1);
  return to > from ? (frequency[to] - frequency[from]) / (to - from) : frequency[index] / 100;
}

/** The caller's control for one part of the work: its progress is mapped to the range from `from` to `to`. */
function part({ onProgress, shouldStop }: Control, from: number, to: number): Control {
  return { shouldStop, onProgress: onProgress && ((fraction) => onProgress(from + (to - from) * fraction)) };
}
