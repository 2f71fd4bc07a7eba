import type { LightCurve } from '../types';
import { fold, type Folded } from './fold';

const MIN_POINTS = 5;
/** Centres are tried in steps of this many durations. */
const STEP = 0.1;

/** Photometry outside the transit, phase moved to 0 … P [d], sorted. Undefined when fewer than 5 points remain. */
export function withoutTransit(curve: LightCurve, period: number, epoch: number, duration: number): Folded | undefined {
  const half = period < 1 || duration > period / 2 ? duration / 2 : duration;
  const { phase, flux } = fold(curve, period, epoch);
  const rows: number[] = [];
  for (let row = 0; row < phase.length; row++) {
    const distance = Math.abs(phase[row]);
    if (distance > half && distance > 0.1 * period) rows.push(row);
  }
  if (rows.length < MIN_POINTS) return undefined;
  const after = rows.filter((row) => phase[row] >= 0);
  const before = rows.filter((row) => phase[row] < 0);
  return {
    phase: Float64Array.from([...after.map((row) => phase[row]), ...before.map((row) => phase[row] + period)]),
    flux: Float64Array.from([...after, ...before], (row) => flux[row]),
  };
}

/**
 * Phase time [d, 0 … P] of the strongest dip outside the transit; P/2 when nothing dips.
 * A box of one duration is tried from the first to the last point; with N points, r = (points in the box + 1)/N and
 * s = (sum of the box's mean-subtracted flux)/N, the score is −s|s|/(r(1 − r)) (Yu et al. 2019, AJ 158, 25).
 */
export function secondaryCentre({ phase, flux }: Folded, period: number, duration: number): number {
  const total = phase.length;
  const mean = flux.reduce((sum, value) => sum + value, 0) / total;
  const sums = new Float64Array(total + 1);
  for (let row = 0; row < total; row++) sums[row + 1] = sums[row] + flux[row] - mean;
  const last = phase.at(-1)! - duration;
  const first = phase[0] + duration;
  const window = new PointsWithin(phase);
  const box = new PointsWithin(phase);
  let best = 0;
  let centre = period / 2;
  for (let step = 0; first + step * STEP * duration <= last; step++) {
    const tried = first + step * STEP * duration;
    const [near, farEnd] = window.around(tried, duration);
    if (farEnd - near < MIN_POINTS) continue;
    const [from, to] = box.around(tried, duration / 2);
    const r = (to - from + 1) / total;
    const s = (sums[to] - sums[from]) / total;
    const score = (-s * Math.abs(s)) / (r * (1 - r));
    if (r < 1 && score > best) [best, centre] = [score, tried];
  }
  return centre;
}

/** Rows [from, to) of sorted phases within a distance of centres that only grow. */
class PointsWithin {
  private from = 0;
  private to = 0;

  constructor(private readonly phase: Float64Array) {}

  around(centre: number, distance: number): [number, number] {
    while (this.from < this.phase.length && this.phase[this.from] < centre - distance) this.from++;
    while (this.to < this.phase.length && this.phase[this.to] <= centre + distance) this.to++;
    return [this.from, this.to];
  }
}
