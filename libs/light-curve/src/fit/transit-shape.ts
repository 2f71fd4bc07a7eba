import { HOURS_PER_DAY } from '../units';
import type { LimbDarkening } from './limb-darkening';
import { OccultationTable } from './occultation';

/** A transit as seen. */
export interface TransitShape {
  /** First to fourth contact [h]. */
  duration: number;
  /** Impact parameter [stellar radii], 0 to 1 + radiusRatio. */
  impact: number;
  /** Planet radius over stellar radius. */
  radiusRatio: number;
}

/** Angle of a circular orbit of this period [d] from mid-transit to the contact [rad]. */
const contactAngle = ({ duration }: TransitShape, period: number): number =>
  Math.min(Math.PI / 2, (Math.PI * duration) / HOURS_PER_DAY / period);

/** Panels of the integral of the loss over half a transit, narrower towards the contacts. */
const PANELS = 96;
/** Where they begin and end: 0 at mid-transit, 1 at the contact. */
const PANEL_ENDS = Float64Array.from({ length: PANELS + 1 }, (_, i) => 1 - (1 - i / PANELS) ** 2);

/** Loss of light of one shape on a circular orbit, averaged over each exposure. */
export class TransitProfile {
  private readonly hiddenAt: (z: number) => number;
  /** Square of the distance of the centres at the contact, less that at mid-transit [stellar radii]. */
  private readonly crossing: number;
  private readonly angle: number;
  private readonly sine: number;
  private integral?: LossIntegral;

  /** @param exposure length of an exposure [d]; 0 gives the instantaneous loss; @param period [d]; @param table for this radius ratio, where there is one */
  constructor(
    private readonly shape: TransitShape,
    limb: LimbDarkening,
    private readonly exposure: number,
    period: number,
    table = new OccultationTable(shape.radiusRatio, shape.impact),
  ) {
    this.hiddenAt = table.darkenedBy(limb);
    this.crossing = (1 + shape.radiusRatio) ** 2 - shape.impact ** 2;
    this.angle = contactAngle(shape, period);
    this.sine = Math.sin(this.angle);
  }

  /** Mean loss of light at a time from mid-transit [d]. */
  lossAt(phase: number): number {
    const half = this.shape.duration / HOURS_PER_DAY / 2;
    if (this.exposure === 0) return this.momentary(phase / half);
    const [from, to] = [(phase - this.exposure / 2) / half, (phase + this.exposure / 2) / half];
    if (from >= 1 || to <= -1) return 0;
    this.integral ??= new LossIntegral((part) => this.momentary(part));
    return (this.integral.until(to) - this.integral.until(from)) / (to - from);
  }

  /** Loss at mid-transit, not smeared. */
  get depth(): number {
    return this.hiddenAt(this.shape.impact);
  }

  private momentary(part: number): number {
    if (Math.abs(part) >= 1) return 0;
    const covered = Math.sin(this.angle * part) / this.sine;
    return this.hiddenAt(Math.sqrt(this.shape.impact ** 2 + this.crossing * covered ** 2));
  }
}

/** The integral of the loss from mid-transit on, by Simpson's rule: differences average it over an exposure. */
class LossIntegral {
  private readonly ends: Float64Array;
  private readonly middles: Float64Array;
  private readonly sums = new Float64Array(PANELS + 1);

  constructor(loss: (part: number) => number) {
    this.ends = PANEL_ENDS.map(loss);
    this.middles = Float64Array.from({ length: PANELS }, (_, i) => loss((PANEL_ENDS[i] + PANEL_ENDS[i + 1]) / 2));
    for (let i = 0; i < PANELS; i++) this.sums[i + 1] = this.sums[i] + this.within(i, 1);
  }

  /** Integral to a part of half the transit; negative before mid-transit. */
  until(part: number): number {
    const size = Math.min(1, Math.abs(part));
    const panel = Math.min(PANELS - 1, Math.floor(PANELS * (1 - Math.sqrt(1 - size))));
    const width = PANEL_ENDS[panel + 1] - PANEL_ENDS[panel];
    const sum = this.sums[panel] + this.within(panel, (size - PANEL_ENDS[panel]) / width);
    return part < 0 ? -sum : sum;
  }

  /** Integral over the first part t of a panel, of the parabola through its ends and its middle. */
  private within(panel: number, t: number): number {
    const [begin, middle, end] = [this.ends[panel], this.middles[panel], this.ends[panel + 1]];
    const [slope, bend] = [-3 * begin + 4 * middle - end, 2 * begin - 4 * middle + 2 * end];
    return (PANEL_ENDS[panel + 1] - PANEL_ENDS[panel]) * t * (begin + t * (slope / 2 + (t * bend) / 3));
  }
}

/** Way from second to third contact over that from first to fourth: 0 when the planet never lies wholly on the star. */
export function flatPart({ impact, radiusRatio }: TransitShape): number {
  const inner = (1 - radiusRatio) ** 2 - impact ** 2;
  if (inner <= 0 || radiusRatio >= 1) return 0;
  return Math.sqrt(inner / ((1 + radiusRatio) ** 2 - impact ** 2));
}

/** Orbital separation over stellar radius for a circular orbit of this period [d] (Seager & Mallén-Ornelas 2003, ApJ 585, 1038, eq. 8). */
export function separationOf(shape: TransitShape, period: number): number {
  const sine = Math.sin(contactAngle(shape, period));
  const square = ((1 + shape.radiusRatio) ** 2 - shape.impact ** 2 * (1 - sine * sine)) / (sine * sine);
  return Math.sqrt(Math.max(1, square));
}
