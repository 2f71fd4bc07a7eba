import { ellipticE, ellipticK, ellipticPi } from './elliptic-integrals';

/** Quadratic limb darkening I(μ) = 1 − u1 (1 − μ) − u2 (1 − μ)². */
export interface QuadraticLimb {
  u1: number;
  u2: number;
}

/** Part of a uniform disc's light that a dark disc hides. @param z distance of the centres, @param p radius ratio; both in stellar radii */
export function uniformOcculted(z: number, p: number): number {
  if (z >= 1 + p) return 0;
  if (p >= 1 && z <= p - 1) return 1;
  if (z <= 1 - p) return p * p;
  const kappa1 = Math.acos(clamp((1 - p * p + z * z) / (2 * z)));
  const kappa0 = Math.acos(clamp((p * p + z * z - 1) / (2 * p * z)));
  const lens = 0.5 * Math.sqrt(Math.max(0, 4 * z * z - (1 + z * z - p * p) ** 2));
  return (p * p * kappa0 + kappa1 - lens) / Math.PI;
}

/** Cases where a formula divides by zero are met by stepping aside this far. */
const ASIDE = 1e-7;

/**
 * Flux of a star in transit, 1 outside: Mandel & Agol (2002, ApJ 580, L171), eq. 7 and table 1, quadratic limb darkening.
 * @param z distance of the centres and @param p radius ratio, in stellar radii
 */
export function mandelAgolFlux(z: number, p: number, { u1, u2 }: QuadraticLimb): number {
  if (p <= 0 || z >= 1 + p) return 1;
  if (p >= 1 && z <= p - 1) return 0;
  const omega = 1 - u1 / 3 - u2 / 6;
  const { lambdaD, etaD, step } = limbTerms(z, p);
  const lambdaE = uniformOcculted(z, p);
  return 1 - ((1 - u1 - 2 * u2) * lambdaE + (u1 + 2 * u2) * (lambdaD + (2 / 3) * step) + u2 * etaD) / omega;
}

/** λ^d, η^d and Θ(p − z) of table 1. */
function limbTerms(zGiven: number, p: number): { lambdaD: number; etaD: number; step: number } {
  let z = Math.max(zGiven, 0);
  if (Math.abs(z - Math.abs(1 - p)) < ASIDE) z = Math.abs(1 - p) + (p < 1 ? -ASIDE : ASIDE);
  if (Math.abs(z - p) < ASIDE) z = p + (z < p ? -ASIDE : ASIDE);
  const step = p > z ? 1 : 0;
  if (z < ASIDE) return { lambdaD: (-2 / 3) * (1 - p * p) ** 1.5, etaD: p ** 4 / 2, step: 1 };
  const a = (z - p) ** 2;
  const b = (z + p) ** 2;
  const q = p * p - z * z;
  if (z > Math.abs(1 - p)) {
    const kappa1 = Math.acos(clamp((1 - p * p + z * z) / (2 * z)));
    const kappa0 = Math.acos(clamp((p * p + z * z - 1) / (2 * p * z)));
    const k = Math.sqrt((1 - a) / (4 * z * p));
    const lambdaD =
      (((1 - b) * (2 * b + a - 3) - 3 * q * (b - 2)) * ellipticK(k) +
        4 * p * z * (z * z + 7 * p * p - 4) * ellipticE(k) -
        ((3 * q) / a) * ellipticPi((1 - a) / a, k)) /
      (9 * Math.PI * Math.sqrt(p * z));
    const etaD =
      (kappa1 +
        p * p * (p * p + 2 * z * z) * kappa0 -
        0.25 * (1 + 5 * p * p + z * z) * Math.sqrt(Math.max(0, (1 - a) * (b - 1)))) /
      (2 * Math.PI);
    return { lambdaD, etaD, step };
  }
  const k = Math.sqrt((4 * z * p) / (1 - a));
  const lambdaD =
    ((2 / 9 / Math.PI) *
      ((1 - 5 * z * z + p * p + q * q) * ellipticK(k) +
        (1 - a) * (z * z + 7 * p * p - 4) * ellipticE(k) -
        ((3 * q) / a) * ellipticPi((b - a) / a, k))) /
    Math.sqrt(1 - a);
  return { lambdaD, etaD: (p * p * (p * p + 2 * z * z)) / 2, step };
}

function clamp(cosine: number): number {
  return Math.max(-1, Math.min(1, cosine));
}
