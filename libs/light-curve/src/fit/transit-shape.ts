import { HOURS_PER_DAY } from '../units';
import type { LimbDarkening } from './limb-darkening';
import { OccultationTable } from './occultation';

/** A transit as seen: the planet crosses the star on a straight line at constant speed. */
export interface TransitShape {
  /** First to fourth contact [h]. */
  duration: number;
  /** Impact parameter [stellar radii], 0 to 1 + radiusRatio. */
  impact: number;
  /** Planet radius over stellar radius. */
  radiusRatio: number;
}

/** Moments an exposure is averaged over. */
const MOMENTS = 7;

/** Loss of light of one shape, averaged over each exposure. */
export class TransitProfile {
  private readonly hiddenAt: (z: number) => number;
  private readonly crossing: number;

  /** @param exposure length of an exposure [d]; 0 gives the instantaneous loss; @param table for this radius ratio, where there is one */
  constructor(
    private readonly shape: TransitShape,
    limb: LimbDarkening,
    private readonly exposure: number,
    table = new OccultationTable(shape.radiusRatio, shape.impact),
  ) {
    this.hiddenAt = table.darkenedBy(limb);
    this.crossing = (1 + shape.radiusRatio) ** 2 - shape.impact ** 2;
  }

  /** Mean loss of light at a time from mid-transit [d]. */
  lossAt(phase: number): number {
    const half = this.shape.duration / HOURS_PER_DAY / 2;
    if (Math.abs(phase) >= half + this.exposure / 2) return 0;
    if (this.exposure === 0) return this.momentary(phase / half);
    let sum = 0;
    for (let k = 0; k < MOMENTS; k++)
      sum += this.momentary((phase + this.exposure * ((k + 0.5) / MOMENTS - 0.5)) / half);
    return sum / MOMENTS;
  }

  /** Loss at mid-transit, not smeared. */
  get depth(): number {
    return this.hiddenAt(this.shape.impact);
  }

  private momentary(part: number): number {
    if (Math.abs(part) >= 1) return 0;
    return this.hiddenAt(Math.sqrt(this.shape.impact ** 2 + this.crossing * part * part));
  }
}

/** Time from second to third contact over time from first to fourth: 0 when the planet never lies wholly on the star. */
export function flatPart({ impact, radiusRatio }: TransitShape): number {
  const inner = (1 - radiusRatio) ** 2 - impact ** 2;
  if (inner <= 0 || radiusRatio >= 1) return 0;
  return Math.sqrt(inner / ((1 + radiusRatio) ** 2 - impact ** 2));
}

/** Orbital separation over stellar radius for a circular orbit of this period [d] (Seager & Mallén-Ornelas 2003, ApJ 585, 1038, eq. 8). */
export function separationOf(shape: TransitShape, period: number): number {
  const sine = Math.sin(Math.min(Math.PI / 2, (Math.PI * shape.duration) / HOURS_PER_DAY / period));
  const square = ((1 + shape.radiusRatio) ** 2 - shape.impact ** 2 * (1 - sine * sine)) / (sine * sine);
  return Math.sqrt(Math.max(1, square));
}
