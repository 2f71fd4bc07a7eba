import { segmentRanges } from '../clean/segments';
import { transitMask } from '../detrend/transit-mask';
import { solve } from '../statistics/least-squares';
import type { LightCurve } from '../types';
import { PPM } from '../units';
import type { VetSubject, VetTest } from './vet-test';

/**
 * Amplitude of the light that a companion's tides cause on a star, at most for a planet [ppm]. It goes as the ratio of the masses over
 * the cube of the separation in stellar radii (Morris & Naftilan 1993, ApJ 419, 344): a planet of 13 Jupiter masses at three radii of a
 * star like the Sun reaches 700 ppm.
 */
const LIMIT = 1000;
/** Longest period at which stellar tides reach that, and shorter than the length over which missions flatten [d]. */
const MAX_PERIOD = 8;
/** A stretch counts with this many cycles and points beside the transits. */
const MIN_CYCLES = 2;
const MIN_POINTS = 40;
/** Tides are lowest at mid-transit: what is out of phase with it, and what differs between stretches, is at most this part. */
const UNLIKE_PART = 0.4;
const MIN_STRETCHES = 2;

/** A wave of half the period in one stretch, relative: in phase with the transits (highest between them), and out of phase. */
interface Wave {
  points: number;
  inPhase: number;
  outOfPhase: number;
}

/** Passes when the light beside the transits does not vary as that of a star that a massive companion deforms. */
export function phaseVariation({ undetrended, fit }: VetSubject): VetTest {
  const [period, epoch, duration] = [fit.period.value, fit.epoch.value, fit.duration.value];
  const common = { name: 'phase_variation', limit: LIMIT, limitIs: 'maximum', unit: 'ppm' } as const;
  const waves = period > MAX_PERIOD ? [] : wavesOf(undetrended, { period, epoch, duration });
  if (waves.length < MIN_STRETCHES)
    return {
      ...common,
      verdict: 'not_testable',
      sentence:
        period > MAX_PERIOD
          ? `Tides are too weak at periods over ${MAX_PERIOD} d for the light beside the transits to tell.`
          : 'Too little was observed beside the transits to compare the light of one orbit with that of others.',
    };
  const points = waves.reduce((sum, wave) => sum + wave.points, 0);
  const mean = (of: (wave: Wave) => number) => waves.reduce((sum, wave) => sum + wave.points * of(wave), 0) / points;
  const amplitude = mean(({ inPhase }) => inPhase);
  const unlike = Math.sqrt(mean(({ inPhase, outOfPhase }) => (inPhase - amplitude) ** 2 + outOfPhase ** 2));
  const value = PPM * amplitude;
  if (value <= LIMIT)
    return {
      ...common,
      value,
      verdict: 'pass',
      sentence: `The light beside the transits does not rise and fall twice in each orbit as that of a star deformed by another: ${value.toFixed(0)} ppm in phase with the transits, where a planet causes up to ${LIMIT} ppm.`,
    };
  const found = `Beside the transits, the light rises and falls twice in each orbit by ${value.toFixed(0)} ppm about its mean, where a planet causes up to ${LIMIT} ppm`;
  if (unlike > UNLIKE_PART * amplitude)
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

/** The wave of half the period in each stretch, fitted with a line and a wave of the whole period beside the transits. */
function wavesOf(curve: LightCurve, ephemeris: { period: number; epoch: number; duration: number }): Wave[] {
  const { period, epoch } = ephemeris;
  const inTransit = transitMask(curve.time, [ephemeris], curve.cadence);
  return segmentRanges(curve.segment)
    .flatMap(({ start, end }) => stretches(curve.time, start, end, period))
    .flatMap(({ from, to }): Wave[] => {
      const rows = Array.from({ length: to - from }, (_, place) => from + place).filter((row) => !inTransit[row]);
      if (rows.length < MIN_POINTS) return [];
      const middle = (curve.time[from] + curve.time[to - 1]) / 2;
      const matrix = Array.from({ length: 6 }, () => [0, 0, 0, 0, 0, 0]);
      const right = [0, 0, 0, 0, 0, 0];
      for (const row of rows) {
        const angle = (2 * Math.PI * (curve.time[row] - epoch)) / period;
        const terms = [
          1,
          (curve.time[row] - middle) / period,
          Math.cos(angle),
          Math.sin(angle),
          -Math.cos(2 * angle),
          Math.sin(2 * angle),
        ];
        terms.forEach((a, i) => {
          right[i] += a * curve.flux[row];
          terms.forEach((b, j) => (matrix[i][j] += a * b));
        });
      }
      const [level, , , , inPhase, outOfPhase] = solve(matrix, right);
      return [{ points: rows.length, inPhase: inPhase / level, outOfPhase: outOfPhase / level }];
    });
}

/** Equal parts of a segment that last at least `MIN_CYCLES` periods: two, where there is room. */
function stretches(time: Float64Array, start: number, end: number, period: number): { from: number; to: number }[] {
  const span = time[end - 1] - time[start];
  if (span < MIN_CYCLES * period) return [];
  if (span < 2 * MIN_CYCLES * period) return [{ from: start, to: end }];
  const half = (start + end) >> 1;
  return [
    { from: start, to: half },
    { from: half, to: end },
  ];
}
