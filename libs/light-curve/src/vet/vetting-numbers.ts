import { transitMask } from '../detrend/transit-mask';
import { ephemerisOf } from '../fit/fit-transit';
import { type MultipleEvent, multipleEvent } from '../search/multiple-event';
import { robustSigma } from '../statistics/median';
import { HOURS_PER_DAY } from '../units';
import { type DipShape, dipShape } from './dip-shape';
import { autocorrelation, noiseExcess, sixHourNoise } from './noise-beside-transits';
import { type PeriodWaves, periodWaves } from './period-waves';
import { type Uniqueness, uniquenessOf } from './uniqueness';
import type { VetName, VetSubject, VetTest } from './vet-test';

/** What the numbers are taken from: what the tests looked at, and what they found. */
export interface VettedSubject extends VetSubject {
  tests: readonly VetTest[];
  /** How much more depths in masked windows scatter than the noise elsewhere. */
  maskedExcess: number;
}

/** One number of a detection that a model reads. */
export interface VettingNumber {
  name: string;
  /** '' for a number without a unit. */
  unit: string;
  /** Undefined, NaN or infinite where it cannot be had. */
  of: (measures: Measures) => number | undefined;
}

/** The subject, and what several numbers are taken from. */
interface Measures extends VettedSubject {
  unique?: Uniqueness;
  /** A box of half the duration. */
  halfLength: MultipleEvent;
  shape: DipShape;
  waves?: PeriodWaves;
  /** [ppm] */
  noise: number;
}

/** An event this significant is seen on its own [σ]. */
const SEEN_SIGMA = 3;

const valueOf =
  (name: VetName) =>
  ({ tests }: Measures) =>
    tests.find((test) => test.name === name)?.value;

/** The numbers of a detection that a model reads beside its folded views, in the order of the model's input. */
export const VETTING_NUMBERS: readonly VettingNumber[] = [
  /** Difference of odd and even transits, in depth or in time. */
  { name: 'odd_even', unit: 'σ', of: valueOf('odd_even') },
  /** Strongest other dip, where noise can explain it; otherwise the lower limit of its depth over the transit's in %. */
  { name: 'secondary_eclipse', unit: 'σ or %', of: valueOf('secondary_eclipse') },
  /** Margin of the transit over all other dips and bumps of the period. */
  { name: 'uniqueness', unit: 'σ', of: valueOf('uniqueness') },
  /** Impact parameter and radius ratio together. */
  { name: 'v_shape', unit: 'R*', of: valueOf('v_shape') },
  /** Duration over that of a central transit of this star; over the period in %, where no planet's is that long. */
  { name: 'duration_part', unit: '× or %', of: valueOf('duration') },
  /** Multiple event statistic. */
  { name: 'mes', unit: 'σ', of: ({ event }) => event.mes },
  /** The same, lower where the transits differ from each other. */
  { name: 'consistent_mes', unit: 'σ', of: ({ event }) => event.consistentMes },
  /** Strongest dip at another phase of the period. */
  { name: 'other_dip_sigma', unit: 'σ', of: ({ phases }) => phases.otherDip?.significance },
  /** Its depth, averaged over the transit's duration. */
  { name: 'other_dip_depth', unit: 'ppm', of: ({ phases }) => phases.otherDip?.event.depth },
  /** The transit in the scan over phases. */
  { name: 'primary_sigma', unit: 'σ', of: ({ unique }) => unique?.primary },
  /** The strongest dip in the scan apart from the transit and the strongest other dip. */
  { name: 'tertiary_sigma', unit: 'σ', of: ({ unique }) => unique?.tertiary },
  /** Robust scatter of the depths of single transits. */
  { name: 'event_scatter', unit: 'ppm', of: eventScatter },
  /** Part of the transits that are seen on their own. */
  { name: 'events_seen', unit: '', of: ({ events }) => events.filter(isSeen).length / events.length },
  /** Multiple event statistic of a box of half the duration. */
  {
    name: 'half_length_mes',
    unit: 'σ',
    of: ({ halfLength }) => (halfLength.events.length > 0 ? halfLength.mes : undefined),
  },
  /** Depth in that box over that in a box of the whole duration: 1 for a box, more for a V. */
  { name: 'half_length_ratio', unit: '', of: ({ halfLength, phases }) => halfLength.depth / phases.transit.depth },
  /** Loss of light in the outer parts of the dip over that in its middle: low for a V. */
  { name: 'v_ness', unit: '', of: ({ shape }) => shape.vNess },
  /** Loss of light in the first half of the dip less that in the second, over their sum. */
  { name: 'asymmetry', unit: '', of: ({ shape }) => shape.asymmetry },
  /** Way from second to third contact over that from first to fourth. */
  { name: 'flat_part', unit: '', of: ({ fit }) => fit.flatPart },
  /** Separation that the shape implies for a circular orbit. */
  { name: 'separation', unit: 'R*', of: ({ fit }) => fit.separation },
  /** 1 σ of the planet's radius over the star's. */
  { name: 'radius_ratio_err', unit: '', of: ({ fit }) => fit.radiusRatio.error },
  /** Amplitude of a wave of the period beside the transits. */
  { name: 'wave_ppm', unit: 'ppm', of: ({ waves }) => waves?.amplitude },
  /** The same over its error. */
  { name: 'wave_sigma', unit: 'σ', of: ({ waves }) => waves?.significance },
  /** Amplitude of a wave of half the period that is lowest at mid-transit. */
  { name: 'half_wave_ppm', unit: 'ppm', of: ({ waves }) => waves?.halfAmplitude },
  /** The same over the depth of the transit. */
  { name: 'half_wave_ratio', unit: '', of: ({ waves, phases }) => waves && waves.halfAmplitude / phases.transit.depth },
  /** Scatter of depths in masked windows over what the noise elsewhere causes. */
  { name: 'masked_excess', unit: '', of: ({ maskedExcess }) => maskedExcess },
  /** Noise of the mean flux over six hours. */
  { name: 'noise_6h', unit: 'ppm', of: ({ noise }) => noise },
  /** Natural logarithm of that over the noise of a quiet star of the magnitude. */
  { name: 'noise_excess', unit: '', of: ({ noise, target }) => noiseExcess(noise, target.magnitude) },
  /** Correlation of neighbouring points beside the transits. */
  { name: 'autocorrelation', unit: '', of: ({ curve, fit }) => autocorrelation(curve, ephemerisOf(fit)) },
];

/** The numbers in the order of `VETTING_NUMBERS`; NaN where one cannot be had. */
export function vettingNumbers(subject: VettedSubject): Float32Array {
  const measures = measure(subject);
  return Float32Array.from(VETTING_NUMBERS, ({ of }) => of(measures) ?? Number.NaN).map((value) =>
    Number.isFinite(value) ? value : Number.NaN,
  );
}

function measure(subject: VettedSubject): Measures {
  const { curve, fit, phases } = subject;
  const ephemeris = ephemerisOf(fit);
  const inTransit = transitMask(curve.time, [ephemeris], curve.cadence);
  return {
    ...subject,
    unique: uniquenessOf(phases.scan, ephemeris.duration / HOURS_PER_DAY),
    halfLength: multipleEvent(curve, { ...ephemeris, duration: ephemeris.duration / 2 }),
    shape: dipShape(curve, ephemeris),
    waves: periodWaves(curve, ephemeris, inTransit),
    noise: sixHourNoise(curve, inTransit),
  };
}

function eventScatter({ events }: Measures): number | undefined {
  return events.length > 1 ? robustSigma(events.map(({ depth }) => depth)) : undefined;
}

const isSeen = ({ significance }: { significance: number }): boolean => significance > SEEN_SIGMA;
