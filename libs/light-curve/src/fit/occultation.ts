import type { LimbDarkening } from './limb-darkening';

/** Rings the quadrature takes; 1e-6 of the light is resolved for radius ratios over 0.01. */
const RINGS = 20;
const RING_COS = Float64Array.from({ length: RINGS }, (_, i) => Math.cos((Math.PI * (i + 0.5)) / RINGS));
const RING_SIN = Float64Array.from({ length: RINGS }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / RINGS));

/** Light behind a part of the star for the three terms of its brightness: 1, (1 − μ) and (1 − μ)². */
type Terms = readonly [uniform: number, linear: number, quadratic: number];
const NOT_HIDDEN: Terms = [0, 0, 0];

/**
 * Part of a star's light that a dark disc hides, by adding up rings of the star about its centre: a ring of radius r
 * is hidden over the angle 2 arccos((r² + z² − k²) / 2rz). Holds for any radius ratio k and distance z, in stellar radii.
 */
export function occultedLight(z: number, k: number, limb: LimbDarkening): number {
  return brightness(hiddenTerms(z, k), limb) / brightness(WHOLE_STAR, limb);
}

const brightness = ([uniform, linear, quadratic]: Terms, { u1, u2 }: LimbDarkening): number =>
  uniform - u1 * linear - u2 * quadratic;

function hiddenTerms(z: number, k: number): Terms {
  if (z >= 1 + k) return NOT_HIDDEN;
  const inner = Math.abs(z - k);
  const outer = Math.min(1, z + k);
  const middle = (inner + outer) / 2;
  const half = (outer - inner) / 2;
  let [uniform, linear, quadratic] = [0, 0, 0];
  if (half > 0) {
    for (let i = 0; i < RINGS; i++) {
      const r = middle - half * RING_COS[i];
      const cosine = (r * r + z * z - k * k) / (2 * r * z);
      const light = RING_SIN[i] * r * Math.acos(Math.max(-1, Math.min(1, cosine)));
      const dim = 1 - Math.sqrt(Math.max(0, 1 - r * r));
      uniform += light;
      linear += light * dim;
      quadratic += light * dim * dim;
    }
  }
  const scale = (2 * half * Math.PI) / RINGS;
  const centre = k > z ? termsWithin(Math.min(1, k - z)) : ([0, 0, 0] as const);
  return [scale * uniform + centre[0], scale * linear + centre[1], scale * quadratic + centre[2]];
}

/** ∫ 2π r (1 − μ)ⁿ dr from the centre to `radius`, in closed form. */
function termsWithin(radius: number): Terms {
  const square = radius * radius;
  const mu2 = Math.max(0, 1 - square);
  const linear = square / 2 - (1 - mu2 * Math.sqrt(mu2)) / 3;
  const quadratic = square - (2 / 3) * (1 - mu2 * Math.sqrt(mu2)) - (square * square) / 4;
  return [Math.PI * square, 2 * Math.PI * linear, 2 * Math.PI * quadratic];
}

const WHOLE_STAR = termsWithin(1);

/** Steps of a table over the distance of the centres. */
const TABLE_STEPS = 240;

/** Table of the hidden light by distance for one radius ratio: a fit needs it thousands of times, with limb darkening that changes. */
export class OccultationTable {
  private readonly terms: Terms[];
  private readonly step: number;
  private latest?: LimbDarkening & { hidden: (z: number) => number };

  /** @param nearest smallest distance that will be looked up [stellar radii]; entries below it are not computed */
  constructor(
    readonly radiusRatio: number,
    private readonly nearest = 0,
  ) {
    this.step = (1 + radiusRatio) / TABLE_STEPS;
    const first = Math.min(TABLE_STEPS, Math.floor(nearest / this.step));
    this.terms = Array.from({ length: TABLE_STEPS + 2 }, (_, i) =>
      i < first ? NOT_HIDDEN : hiddenTerms(i * this.step, radiusRatio),
    );
  }

  /** Whether this table is for this radius ratio and covers all distances from `nearest` on. */
  covers(radiusRatio: number, nearest: number): boolean {
    return this.radiusRatio === radiusRatio && this.nearest <= nearest;
  }

  /** The hidden part of the light by distance [stellar radii]. */
  darkenedBy(limb: LimbDarkening): (z: number) => number {
    const { step, terms, latest } = this;
    if (latest?.u1 === limb.u1 && latest.u2 === limb.u2) return latest.hidden;
    const whole = brightness(WHOLE_STAR, limb);
    const values = new Float64Array(terms.length);
    for (let i = 0; i < values.length; i++) values[i] = brightness(terms[i], limb) / whole;
    const hidden = (z: number): number => {
      const place = z / step;
      const low = place | 0;
      if (low >= TABLE_STEPS) return 0;
      return values[low] + (place - low) * (values[low + 1] - values[low]);
    };
    this.latest = { ...limb, hidden };
    return hidden;
  }
}
