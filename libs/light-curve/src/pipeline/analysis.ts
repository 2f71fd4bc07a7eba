import type { DifferenceImage } from '../difference/difference-image';
import type { SourceOffset } from '../difference/source-offset';
import type { FittedEvent } from '../fit/fit-events';
import type { TransitFit } from '../fit/fit-transit';
import type { LimbDarkening } from '../fit/limb-darkening';
import type { TransitTiming } from '../fit/transit-timing';
import type { BoxSpectrum } from '../search/box-spectrum';
import type { Ephemeris, LightCurve, Measured, Target } from '../types';
import type { VetTest } from '../vet/vet-test';
import type { Views } from '../views/make-views';
import type { EventPair, SingleEvent } from './find-single-events';

export type Stage = 'detrending' | 'searching' | 'folding' | 'testing';

/** Input of the fits and tests of a detection. */
export type DescribeOptions = Pick<AnalyzeOptions, 'target' | 'limb' | 'detrendWindow'>;

export interface AnalyzeOptions {
  /** What is known of the star: bounds durations, gives radii and the limb darkening. */
  target?: Target;
  /** Known period [d] and epoch [d, system of the curve], with the duration [h] where known: no search is made. */
  known?: { period: number; epoch: number; duration?: number };
  /** Maximum number of detections. @default 3 */
  maxPlanets?: number;
  /** Multiple event statistic a search hit must reach. @default 7.1, or 5 for the first hit (dips of a guide star not counted) where the signal detection efficiency of its period is 6 or more */
  minMes?: number;
  /** Periods searched [d]. @default 0.5 to half the span */
  periodMin?: number;
  periodMax?: number;
  /** Frequencies in the drift of one transit duration over the span. @default 3 */
  oversampling?: number;
  /** Transits with data that a search hit needs. @default 3 */
  minTransits?: number;
  /** Durations searched [h]. @default what the star and the exposure allow, at most 15 */
  durationMin?: number;
  durationMax?: number;
  /** Window of the detrending [h]. @default by the durations that are searched and found */
  detrendWindow?: number;
  /** Transits that are taken out before anything else, for example those of known planets. */
  mask?: readonly Ephemeris[];
  /** Limb darkening of the fits. @default that of the star and the mission */
  limb?: LimbDarkening;
  /**
   * Called as a stage goes on, with the part of that stage that is done, 0 to 1, and before and during the search with the
   * processor time that it will still take at most, roughly [s].
   */
  onProgress?: (stage: Stage, fraction: number, secondsLeft?: number) => void;
  /** Polled at least every 50 ms of search; `true` ends the analysis with `Stopped`. */
  shouldStop?: () => boolean;
}

/** Flux against time from mid-transit, ready to plot. */
export interface FoldedPlot {
  /** [h] */
  phase: number[];
  flux: number[];
  /** The fitted transit, finely sampled. */
  modelPhase: number[];
  modelFlux: number[];
}

export interface Detection {
  /** 1 for the strongest. */
  rank: number;
  /** [d], its error and that of the epoch from all ephemerides that the data allow (`allowedEphemeris`). */
  period: Measured;
  /** Mid-transit of the first transit in the data [d, system of the curve]. */
  epoch: Measured;
  /** First to fourth contact [h]. */
  duration: Measured;
  /** At mid-transit [ppm]. */
  depth: Measured;
  /** Planet radius [R⊕], where the star's is known. */
  radius?: Measured;
  impact: Measured;
  radiusRatio: Measured;
  /** Multiple event statistic; its error is 1 by construction. */
  mes: Measured;
  /** Lower than `mes` when the transits differ from each other. */
  consistentMes: number;
  /** Signal to noise of the fitted depth. */
  snr: number;
  /** Signal detection efficiency of the period; absent where no search was made. */
  sde?: number;
  /** Number of transits seen, and number of transits in the span of the curve, gaps included. */
  transits: { observed: number; expected: number };
  /** Density of the star that the transit shape implies for a circular orbit [Sun's]. */
  density: number;
  /** Harmonics from the fixed list of ratios, which a box search may confuse with the period [d]. */
  harmonics: number[];
  fit: TransitFit;
  tests: VetTest[];
  /** What a model reads of the tests and of the curve beside the views: `VETTING_NUMBERS`, in that order; NaN where one cannot be had. */
  vettingNumbers: Float32Array;
  /** No test failed. */
  passed: boolean;
  views: Views;
  folded: FoldedPlot;
  /** Every transit with data, measured on its own. */
  events: FittedEvent[];
  /** Other dips that come back at the period: second eclipses at any phase. */
  secondDips: Ephemeris[];
  /** Length over which the flux was flattened before it came here [h]; absent where it was not. */
  flattened?: number;
  /** How regularly they come; absent where too few can be timed. */
  timing?: TransitTiming;
  /** One difference image for each target pixel file; absent where there are none. */
  pixels?: { images: DifferenceImage[]; offset: SourceOffset | undefined };
}

/** A curve thinned for a plot. */
export interface CurvePlot {
  /** [d, system of the curve] */
  time: number[];
  flux: number[];
  /** Number of neighbouring points that each one is the mean of; 1 where nothing was thinned. */
  pointsPerBin: number;
}

export interface PeriodogramPlot {
  /** [d] */
  period: number[];
  /** Signal to noise of the best box. */
  signal: number[];
  /** Number of neighbouring trial periods of which each value is the strongest; 1 where nothing was thinned. */
  pointsPerBin: number;
}

/** A signal that was found and not reported as a detection. */
export interface RejectedSignal extends Ephemeris {
  /** Multiple event statistic. */
  mes: number;
  sde?: number;
  /** Why, as the second half of a sentence. */
  reason: string;
}

export interface Analysis {
  /** Strongest first. */
  detections: Detection[];
  /** At most 2000 points. */
  detrended: CurvePlot;
  /** Of the first search, at most 2000 points; absent where no search was made. */
  periodogram?: PeriodogramPlot;
  /** The same at full resolution. */
  full: { detrended: LightCurve; spectrum?: BoxSpectrum };
  /** Transits seen once, in time order; none where the ephemeris is known. */
  singleEvents: SingleEvent[];
  eventPairs: EventPair[];
  /** What the search found or missed, in sentences. */
  notices: string[];
  /** The strongest signal that is not a detection. */
  rejected?: RejectedSignal;
}
