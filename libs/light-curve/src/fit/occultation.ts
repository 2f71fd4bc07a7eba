import type { LimbDarkening } from './limb-darkening';

/** Rings the quadrature takes; 1e-6 of the light is resolved for radius ratios over 0.01. */
const RINGS = 20;
const RING_COS = Float64Array.from({ length: RINGS }, (_, i) => Math.cos((Math.PI * (i + 0.5)) / RINGS));
const RING_SIN = Float64Array.from({ length: RINGS }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / RINGS));

/**
 * Part of a star's light that a dark disc hides, by adding up rings of the star about its centre: a ring of radius r
 * is hidden over the angle 2 arccos((r² + z² − k²) / 2rz). Holds for any radius ratio k and distance z, in stellar radii.
 */
export function occultedLight(z: number, k: number, { u1, u2 }: LimbDarkening): number {
  if (z >= 1 + k) return 0;
  const inner = Math.abs(z - k);
  const outer = Math.min(1, z + k);
  const middle = (inner + outer) / 2;
  const half = (outer - inner) / 2;
  let hidden = 0;
  if (half > 0) {
    for (let i = 0; i < RINGS; i++) {
      const r = middle - half * RING_COS[i];
      const cosine = (r * r + z * z - k * k) / (2 * r * z);
      const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
      const dim = 1 - Math.sqrt(Math.max(0, 1 - r * r));
      hidden += RING_SIN[i] * r * angle * (1 - dim * (u1 + u2 * dim));
    }
    hidden *= (2 * half * Math.PI) / RINGS;
  }
  if (k > z) hidden += lightWithin(Math.min(1, k - z), u1, u2);
  return hidden / lightWithin(1, u1, u2);
}

/** ∫ 2π r I(r) dr from the centre to `radius`, in closed form. */
function lightWithin(radius: number, u1: number, u2: number): number {
  const square = radius * radius;
  const mu2 = Math.max(0, 1 - square);
  const linear = square / 2 - (1 - mu2 * Math.sqrt(mu2)) / 3;
  const quadratic = square - (2 / 3) * (1 - mu2 * Math.sqrt(mu2)) - (square * square) / 4;
  return 2 * Math.PI * (square / 2 - u1 * linear - u2 * quadratic);
}

/** Steps of a table over the distance of the centres. */
const TABLE_STEPS = 240;

/** Table of the hidden light by distance: a fit needs it thousands of times for one radius ratio. */
export class OccultationTable {
  private readonly values: Float64Array;
  private readonly step: number;

  constructor(radiusRatio: number, limb: LimbDarkening) {
    this.step = (1 + radiusRatio) / TABLE_STEPS;
    this.values = Float64Array.from({ length: TABLE_STEPS + 2 }, (_, i) =>
      occultedLight(i * this.step, radiusRatio, limb),
    );
  }

  at(z: number): number {
    const place = z / this.step;
    const low = place | 0;
    if (low >= TABLE_STEPS) return 0;
    return this.values[low] + (place - low) * (this.values[low + 1] - this.values[low]);
  }
}
