import { segmentRanges } from '../clean/segments';
import { transitMask } from '../detrend/transit-mask';
import { ephemerisOf } from '../fit/fit-transit';
import { firstFrom } from '../search/lone-dips';
import { linearFit } from '../statistics/least-squares';
import { robustSigma } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { PPM } from '../units';
import type { VetSubject, VetTest } from './vet-test';

/**
 * Amplitude of the light that a companion's tides cause on a star, at most for a planet [ppm]. It goes as the ratio of the masses over
 * the cube of the separation in stellar radii (Morris & Naftilan 1993, ApJ 419, 344): a planet of 13 Jupiter masses at three radii of a
 * star like the Sun reaches 700 ppm.
 */
const LIMIT = 1000;
/** Missions flatten waves that are longer [d]. */
const MAX_PERIOD = 8;
/** A stretch counts with this many periods and points beside the transits, and with an amplitude known this well [ppm]. */
const MIN_PERIODS = 2;
const MIN_POINTS = 40;
const MAX_ERROR = LIMIT / 2;
const MIN_STRETCHES = 2;
/** The amplitude is measured when it exceeds its error by this factor. */
const MIN_SIGMA = 3;
/** Tides are lowest at mid-transit: what is out of phase with it, and what differs between stretches, is at most this part. */
const UNLIKE_PART = 0.4;
/** Points this far below the wave belong to another dip; they are left out in so many rounds. */
const DIP_SIGMA = 3;
const MAX_ROUNDS = 6;

/** A wave of half the period in one stretch [ppm]: in phase with the transits (highest between them) with its error, and out of phase. */
interface Wave {
  points: number;
  inPhase: number;
  error: number;
  outOfPhase: number;
}

/** Passes when the light beside the transits does not vary as that of a star that a massive companion deforms. */
export function phaseVariation({ undetrended, fit }: VetSubject): VetTest {
  const common = { name: 'phase_variation', limit: LIMIT, limitIs: 'maximum', unit: 'ppm' } as const;
  if (fit.period.value > MAX_PERIOD)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: `The period is over ${MAX_PERIOD} d: waves as long as that are often taken out of the flux before it is published.`,
    };
  const waves = wavesOf(undetrended, ephemerisOf(fit));
  if (waves.length < MIN_STRETCHES)
    return {
      ...common,
      verdict: 'not_testable',
      sentence:
        'Too little was observed beside the transits, or not well enough, to compare the light of one orbit with others.',
    };
  const points = waves.reduce((sum, wave) => sum + wave.points, 0);
  const mean = (of: (wave: Wave) => number) => waves.reduce((sum, wave) => sum + wave.points * of(wave), 0) / points;
  const value = mean(({ inPhase }) => inPhase);
  const error = Math.sqrt(waves.reduce((sum, wave) => sum + (wave.points * wave.error) ** 2, 0)) / points;
  const unlike = Math.sqrt(mean(({ inPhase, outOfPhase }) => (inPhase - value) ** 2 + outOfPhase ** 2));
  const measured = `${value.toFixed(0)} ± ${error.toFixed(0)} ppm`;
  if (value <= Math.max(LIMIT, MIN_SIGMA * error))
    return {
      ...common,
      value,
      verdict: 'pass',
      sentence: `The star is not deformed by a heavy companion: light that rises and falls twice in each orbit, lowest at the transits, has an amplitude of ${measured}, where a planet causes up to ${LIMIT} ppm.`,
    };
  const found = `Beside the transits, the light rises and falls twice in each orbit, with an amplitude of ${measured}, where a planet causes up to ${LIMIT} ppm`;
  if (unlike > UNLIKE_PART * value)
    return {
      ...common,
      value,
      verdict: 'not_testable',
      sentence: `${found}, but not in step with the transits at all times: spots on the star can cause that.`,
    };
  return {
    ...common,
    value,
    verdict: 'fail',
    sentence: `${found}, lowest at the transits: the companion deforms the star by its tides, so it is a star.`,
  };
}

function wavesOf(curve: LightCurve, ephemeris: Ephemeris): Wave[] {
  const inTransit = transitMask(curve.time, [ephemeris], curve.cadence);
  return segmentRanges(curve.segment)
    .flatMap(({ start, end }) => stretches(curve.time, start, end, ephemeris.period))
    .flatMap(({ from, to }) => {
      const rows = Array.from({ length: to - from }, (_, place) => from + place).filter((row) => !inTransit[row]);
      const wave = waveOf(curve, rows, ephemeris);
      return wave && wave.error <= MAX_ERROR ? [wave] : [];
    });
}

/** Two parts of a segment, equally long, or one, where a part would not last `MIN_PERIODS`. */
function stretches(time: Float64Array, start: number, end: number, period: number): { from: number; to: number }[] {
  const span = time[end - 1] - time[start];
  if (span < MIN_PERIODS * period) return [];
  if (span < 2 * MIN_PERIODS * period) return [{ from: start, to: end }];
  const half = firstFrom(time, time[start] + span / 2);
  return [
    { from: start, to: half },
    { from: half, to: end },
  ];
}

/** The wave of half the period, fitted with a line and a wave of the whole period to rows beside the transits and other dips. */
function waveOf({ time, flux }: LightCurve, beside: readonly number[], { period, epoch }: Ephemeris): Wave | undefined {
  let rows = beside;
  for (let round = 0; ; round++) {
    if (rows.length < MIN_POINTS) return undefined;
    const terms = rows.map((row) => termsAt((time[row] - epoch) / period, (time[row] - time[rows[0]]) / period));
    const { parameters, residuals, variances } = linearFit(
      terms,
      rows.map((row) => flux[row]),
    );
    const sigma = robustSigma(residuals);
    const kept = rows.filter((_, at) => residuals[at] > -DIP_SIGMA * sigma);
    if (kept.length < rows.length && round < MAX_ROUNDS) {
      rows = kept;
      continue;
    }
    const [level] = parameters;
    const error = (PPM * sigma * Math.sqrt(variances()[IN_PHASE])) / level;
    if (!(error > 0)) return undefined;
    const [inPhase, outOfPhase] = [parameters[IN_PHASE], parameters[OUT_OF_PHASE]].map((part) => (PPM * part) / level);
    return { points: rows.length, inPhase, error, outOfPhase };
  }
}

/** Places among the terms. */
const [IN_PHASE, OUT_OF_PHASE] = [4, 5];

/** @param orbits since a mid-transit; @param elapsed periods since the first row */
function termsAt(orbits: number, elapsed: number): number[] {
  const angle = 2 * Math.PI * orbits;
  return [1, elapsed, Math.cos(angle), Math.sin(angle), -Math.cos(2 * angle), Math.sin(2 * angle)];
}
