import { linearFit } from '../statistics/least-squares';
import { robustSigma } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { PPM } from '../units';

/** Waves of the light beside the transits, as close companions cause them. */
export interface PeriodWaves {
  /** Amplitude of the wave of one period, in any phase [ppm]: reflected light and beaming. */
  amplitude: number;
  /** Its cosine and sine over their errors, added in quadrature [σ]. */
  significance: number;
  /** Amplitude of the wave of half a period that is lowest at mid-transit [ppm]: a star that tides deform. Negative where it is highest there. */
  halfAmplitude: number;
}

/** Points, and periods in the span of the curve, that determine the waves. */
const MIN_POINTS = 40;
const MIN_PERIODS = 2;

/**
 * Least squares of a level and sines of the period and of half of it (Faigler & Mazeh 2011, MNRAS 415, 3921). Undefined where too
 * little lies beside the transits, or the curve is shorter than two periods.
 * @param curve detrended, median 1
 * @param inTransit 1 where a cadence must not count
 */
export function periodWaves(
  { time, flux }: LightCurve,
  { period, epoch }: Ephemeris,
  inTransit: Uint8Array,
): PeriodWaves | undefined {
  const rows = Array.from(time.keys()).filter((row) => !inTransit[row]);
  if (rows.length < MIN_POINTS || time[time.length - 1] - time[0] < MIN_PERIODS * period) return undefined;
  const { parameters, residuals, variances } = linearFit(
    rows.map((row) => termsAt((2 * Math.PI * (time[row] - epoch)) / period)),
    rows.map((row) => flux[row]),
  );
  const [, cosine, sine, halfCosine] = parameters;
  const sigma = robustSigma(residuals);
  const [, cosineVariance, sineVariance] = variances();
  return {
    amplitude: PPM * Math.hypot(cosine, sine),
    significance: Math.hypot(cosine / Math.sqrt(cosineVariance), sine / Math.sqrt(sineVariance)) / sigma,
    halfAmplitude: PPM * halfCosine,
  };
}

/** @param angle from mid-transit */
const termsAt = (angle: number): number[] => [
  1,
  Math.cos(angle),
  Math.sin(angle),
  -Math.cos(2 * angle),
  Math.sin(2 * angle),
];
