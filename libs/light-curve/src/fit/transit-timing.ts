import { chiSquareSigma } from '../statistics/chi-square-sigma';
import { solve } from '../statistics/least-squares';
import type { Ephemeris, Measured } from '../types';
import type { FittedEvent } from './fit-events';

/** How regularly the transits come. */
export interface TransitTiming {
  /** The linear ephemeris that the measured times fit best [d]. */
  period: Measured;
  epoch: Measured;
  /** Observed minus predicted time of each timed transit [d], in time order. */
  residuals: { number: number; time: number; value: number; error: number }[];
  /** Root mean square of the residuals [d], and what the errors alone explain. */
  scatter: number;
  explained: number;
  /** How far the residuals exceed what their errors and the sampling explain [σ]; 0 where they do not exceed it. */
  significance: number;
  varies: boolean;
  /** Sine that explains most of the variation, where there is one: period [d] and amplitude [d]. */
  wave?: { period: number; amplitude: number };
}

/** Transits that give a scatter about a line. */
const MIN_TIMED = 4;
/** Times vary where χ² exceeds chance by more than this [σ] … */
export const VARIES_SIGMA = 5;
/** … though each error may be too small by this factor. */
const ERROR_MARGIN = 1.3;
/** The mean over an exposure hides where in it ingress or egress falls: deviations below this fraction of a cadence, in step with the sampling, are not a variation. */
const SAMPLING_PART = 0.5;
/** Transits that give the period of a variation, and the part of χ² that its sine must explain. */
const MIN_FOR_WAVE = 8;
const WAVE_PART = 0.7;

/** Fits a linear ephemeris to the measured mid-times; undefined where too few transits could be timed. @param cadence exposure length [d] */
export function timingOf(events: readonly FittedEvent[], cadence: number): TransitTiming | undefined {
  const timed = events.flatMap(({ number, time }) => (time ? [{ number, time: time.value, error: time.error }] : []));
  if (timed.length < MIN_TIMED) return undefined;
  const weights = timed.map(({ error }) => 1 / error ** 2);
  const sum = (of: (index: number) => number) =>
    weights.reduce((total, weight, index) => total + weight * of(index), 0);
  const [w, n, nn] = [sum(() => 1), sum((i) => timed[i].number), sum((i) => timed[i].number ** 2)];
  const [t, tn] = [sum((i) => timed[i].time), sum((i) => timed[i].time * timed[i].number)];
  const determinant = w * nn - n * n;
  if (!(determinant > 0)) return undefined;
  const period = (w * tn - n * t) / determinant;
  const epoch = (nn * t - n * tn) / determinant;
  const residuals = timed.map(({ number, time, error }) => ({
    number,
    time,
    value: time - epoch - number * period,
    error,
  }));
  const chiSquare = residuals.reduce((total, { value, error }) => total + (value / error) ** 2, 0);
  const freedom = timed.length - 2;
  const excess = Math.sqrt(Math.max(1, chiSquare / freedom));
  const unsampled = chiSquare - sampledPart(residuals, period, cadence);
  const significance = Math.max(0, chiSquareSigma(unsampled / ERROR_MARGIN ** 2, freedom));
  const varies = significance > VARIES_SIGMA;
  const wave = varies ? waveOf(residuals, period, chiSquare) : undefined;
  return {
    period: { value: period, error: excess * Math.sqrt(w / determinant) },
    epoch: { value: epoch, error: excess * Math.sqrt(nn / determinant) },
    residuals,
    scatter: rootMeanSquare(residuals.map(({ value }) => value)),
    explained: rootMeanSquare(residuals.map(({ error }) => error)),
    significance,
    varies,
    ...(wave && { wave }),
  };
}

/** The times of a curve moved so that each transit comes when the linear ephemeris says; between transits linearly. */
export function alignedTimes(time: Float64Array, { residuals }: TransitTiming): Float64Array {
  const aligned = new Float64Array(time.length);
  let next = 0;
  for (let row = 0; row < time.length; row++) {
    while (next < residuals.length && residuals[next].time < time[row]) next++;
    const [before, after] = [residuals[next - 1], residuals[next]];
    if (!before || !after) aligned[row] = time[row] - (before ?? after).value;
    else {
      const part = (time[row] - before.time) / (after.time - before.time);
      aligned[row] = time[row] - before.value - part * (after.value - before.value);
    }
  }
  return aligned;
}

export const linearEphemeris = ({ period, epoch }: TransitTiming, duration: number): Ephemeris => ({
  period: period.value,
  epoch: epoch.value,
  duration,
});

/**
 * The χ² that a sine in step with the sampling explains: a period that is not a whole number of cadences meets the exposures at
 * another phase each time, which comes back at the beat of both (Szabó et al. 2013, A&A 553, A17).
 */
function sampledPart(residuals: TransitTiming['residuals'], period: number, cadence: number): number {
  const cycles = period / cadence;
  const beat = Math.abs(cycles - Math.round(cycles)) / period;
  const span = residuals[residuals.length - 1].time - residuals[0].time;
  if (residuals.length < MIN_FOR_WAVE || beat * span < 1) return 0;
  const { left, amplitude } = sineFit(residuals, beat);
  const chiSquare = residuals.reduce((sum, { value, error }) => sum + (value / error) ** 2, 0);
  return amplitude < SAMPLING_PART * cadence ? Math.max(0, chiSquare - left) : 0;
}

/** The sine of the period, above two transits and up to twice the span, that leaves the smallest χ². */
function waveOf(
  residuals: TransitTiming['residuals'],
  period: number,
  chiSquare: number,
): TransitTiming['wave'] | undefined {
  if (residuals.length < MIN_FOR_WAVE) return undefined;
  const span = residuals[residuals.length - 1].time - residuals[0].time;
  const step = 1 / (40 * span);
  let best = { left: Infinity, period: 0, amplitude: 0 };
  for (let frequency = 1 / (2 * span); frequency < 1 / (2 * period); frequency += step) {
    const { left, amplitude } = sineFit(residuals, frequency);
    if (left < best.left) best = { left, period: 1 / frequency, amplitude };
  }
  return best.left < (1 - WAVE_PART) * chiSquare ? { period: best.period, amplitude: best.amplitude } : undefined;
}

function sineFit(residuals: TransitTiming['residuals'], frequency: number): { left: number; amplitude: number } {
  const matrix = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const right = [0, 0, 0];
  const terms = residuals.map(({ time }) => {
    const angle = 2 * Math.PI * frequency * (time - residuals[0].time);
    return [1, Math.cos(angle), Math.sin(angle)];
  });
  residuals.forEach(({ value, error }, at) => {
    const weight = 1 / error ** 2;
    terms[at].forEach((a, i) => {
      right[i] += weight * a * value;
      terms[at].forEach((b, j) => (matrix[i][j] += weight * a * b));
    });
  });
  const [constant, cosine, sine] = solve(matrix, right);
  const left = residuals.reduce((sum, { value, error }, at) => {
    const model = constant + cosine * terms[at][1] + sine * terms[at][2];
    return sum + ((value - model) / error) ** 2;
  }, 0);
  return { left, amplitude: Math.hypot(cosine, sine) };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
