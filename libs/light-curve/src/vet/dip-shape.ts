import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime } from '../views/fold';

/** Shape of a dip without a model of it, from the mean losses of light between phases; NaN where a phase has no data. */
export interface DipShape {
  /** Loss in the outer parts over that in the middle: 1 for a box, 0.375 for a triangle. */
  vNess: number;
  /** Loss of the first half less that of the second, over their sum: 0 for a transit. */
  asymmetry: number;
}

/** Phases from mid-transit, in durations. */
const [MIDDLE, OUTER, HALVES] = [
  { from: -0.2, to: 0.2 },
  { from: 0.2, to: 0.5 },
  { from: 0.07, to: 0.5 },
];

/** @param curve detrended, median 1 */
export function dipShape(curve: LightCurve, ephemeris: Ephemeris): DipShape {
  const points = lossesInTransit(curve, ephemeris);
  const mean = ({ from, to }: PhaseRange): number => {
    const losses = points.filter(({ phase }) => phase >= from && phase < to).map(({ loss }) => loss);
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  const [first, second] = [mean(mirrored(HALVES)), mean(HALVES)];
  return {
    vNess: (mean(mirrored(OUTER)) + mean(OUTER)) / 2 / mean(MIDDLE),
    asymmetry: (first - second) / (first + second),
  };
}

interface PhaseRange {
  from: number;
  to: number;
}

const mirrored = ({ from, to }: PhaseRange): PhaseRange => ({ from: -to, to: -from });

/** Loss of light of each point within half a duration of a mid-transit, by its phase [durations]. */
function lossesInTransit(
  { time, flux }: LightCurve,
  { period, epoch, duration }: Ephemeris,
): { phase: number; loss: number }[] {
  const points: { phase: number; loss: number }[] = [];
  for (let row = 0; row < time.length; row++) {
    const phase = phaseTime(time[row], period, epoch) / (duration / HOURS_PER_DAY);
    if (Math.abs(phase) <= 0.5) points.push({ phase, loss: 1 - flux[row] });
  }
  return points;
}
