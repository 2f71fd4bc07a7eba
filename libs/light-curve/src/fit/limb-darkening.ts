/** Quadratic limb darkening in the Kepler band: I(μ) = 1 − u1 (1 − μ) − u2 (1 − μ)². */
export interface LimbDarkening {
  u1: number;
  u2: number;
}

/** Temperature [K] and u1: medians over the dwarfs of the Kepler objects of interest, whose u1 comes from Claret & Bloemen (2011, A&A 529, A75). */
const FIRST_COEFFICIENT: readonly (readonly [number, number])[] = [
  [3250, 0.33],
  [3750, 0.35],
  [4000, 0.46],
  [4250, 0.64],
  [4500, 0.66],
  [5000, 0.57],
  [5500, 0.45],
  [6000, 0.35],
  [6500, 0.29],
  [7000, 0.26],
  [7750, 0.24],
];

const SUN_TEMPERATURE = 5772;

/** Coefficients for a temperature [K], the Sun's without one; u2 by the near-linear relation of the same tables, good to 0.05. */
export function limbDarkening(teff: number = SUN_TEMPERATURE): LimbDarkening {
  const table = FIRST_COEFFICIENT;
  let k = 0;
  while (k < table.length - 2 && teff > table[k + 1][0]) k++;
  const [[cool, low], [hot, high]] = [table[k], table[k + 1]];
  const part = Math.max(0, Math.min(1, (teff - cool) / (hot - cool)));
  const u1 = low + part * (high - low);
  return { u1, u2: 0.5 - 0.6 * u1 };
}
