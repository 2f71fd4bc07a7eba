import { chiSquareSigma } from '../statistics/chi-square-sigma';
import { linearFit } from '../statistics/least-squares';
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
  /** Sine that explains most of the variation, where there is one: period [d], amplitude [d], and the part of χ² that it explains. */
  wave?: { period: number; amplitude: number; explains: number };
}

/** Timed transits this many periods apart say how a swing goes on, for so many periods. */
const MAX_BESIDE = 2;
const MAX_AHEAD = 6;
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

/** A time, and how late the transit near it is [d]. */
interface Lateness {
  time: number;
  value: number;
}

/** The times of a curve moved so that each transit comes when the linear ephemeris says; between transits linearly. */
export function alignedTimes(time: Float64Array, late: readonly Lateness[]): Float64Array {
  const aligned = new Float64Array(time.length);
  let next = 0;
  for (let row = 0; row < time.length; row++) {
    while (next < late.length && late[next].time < time[row]) next++;
    const [before, after] = [late[next - 1], late[next]];
    if (!before || !after) aligned[row] = time[row] - (before ?? after).value;
    else {
      const part = (time[row] - before.time) / (after.time - before.time);
      aligned[row] = time[row] - before.value - part * (after.value - before.value);
    }
  }
  return aligned;
}

/**
 * How late each transit of a span is expected by an ephemeris: as measured, and where it was not timed, as the nearest timed ones go on.
 * Of a swing that is longer than the transits, only those near its middle are timed at first.
 * @param events at least two of them timed, in time order
 */
export function expectedLateness(
  events: readonly FittedEvent[],
  { period, epoch }: Pick<Ephemeris, 'period' | 'epoch'>,
  time: Float64Array,
): Lateness[] {
  const timed = events.flatMap(({ number, time: at }) =>
    at ? [{ number, late: at.value - epoch - number * period }] : [],
  );
  const [first, last] = [time[0], time[time.length - 1]].map((at) => Math.round((at - epoch) / period));
  let place = 0;
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const wanted = first + offset;
    while (place < timed.length && timed[place].number < wanted) place++;
    const around = timed.slice(Math.max(0, place - 2), place + 2);
    const [near, next] = around.sort((a, b) => Math.abs(a.number - wanted) - Math.abs(b.number - wanted));
    const [apart, ahead] = [Math.abs(next.number - near.number), Math.abs(wanted - near.number)];
    const goesOn = apart > 0 && apart <= MAX_BESIDE && ahead <= MAX_AHEAD;
    const slope = goesOn ? (next.late - near.late) / (next.number - near.number) : 0;
    const late = near.late + slope * (wanted - near.number);
    const value = Math.max(-period / 4, Math.min(period / 4, late));
    return { time: epoch + wanted * period + value, value };
  });
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

/** Trial frequencies: a coarse step and a fine one, in parts of one over the span, and the most coarse ones, longest waves first. */
const STEPS = { coarse: 1 / 8, fine: 1 / 64 };
const MAX_TRIALS = 1000;

/** The sine of the period, above two transits and up to the span, that leaves the smallest χ². */
function waveOf(
  residuals: TransitTiming['residuals'],
  period: number,
  chiSquare: number,
): TransitTiming['wave'] | undefined {
  if (residuals.length < MIN_FOR_WAVE) return undefined;
  const span = residuals[residuals.length - 1].time - residuals[0].time;
  let best = { left: Infinity, frequency: 0, amplitude: 0 };
  const look = (frequency: number) => {
    const { left, amplitude } = sineFit(residuals, frequency);
    if (left < best.left) best = { left, frequency, amplitude };
  };
  const highest = Math.min(1 / (2 * period), (1 + MAX_TRIALS * STEPS.coarse) / span);
  for (let frequency = 1 / span; frequency < highest; frequency += STEPS.coarse / span) look(frequency);
  const [from, to] = [best.frequency - STEPS.coarse / span, best.frequency + STEPS.coarse / span];
  for (let frequency = Math.max(1 / span, from); frequency < to; frequency += STEPS.fine / span) look(frequency);
  const explains = 1 - best.left / chiSquare;
  return explains > WAVE_PART ? { period: 1 / best.frequency, amplitude: best.amplitude, explains } : undefined;
}

/** A sine of a frequency and a line, for the best line through the times takes a part of the sine away. */
function sineFit(residuals: TransitTiming['residuals'], frequency: number): { left: number; amplitude: number } {
  const [first, last] = [residuals[0].time, residuals[residuals.length - 1].time];
  const terms = residuals.map(({ time }) => {
    const angle = 2 * Math.PI * frequency * (time - first);
    return [1, (time - first) / (last - first), Math.cos(angle), Math.sin(angle)];
  });
  const weights = residuals.map(({ error }) => 1 / error ** 2);
  const fit = linearFit(
    terms,
    residuals.map(({ value }) => value),
    weights,
  );
  const [, , cosine, sine] = fit.parameters;
  return {
    left: fit.residuals.reduce((sum, rest, at) => sum + weights[at] * rest ** 2, 0),
    amplitude: Math.hypot(cosine, sine),
  };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
