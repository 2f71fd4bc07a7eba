/** What Kepler's third law allows: how long a transit can last for an orbit around a star of a given density. */

/** Gravitational constant [R☉³ M☉⁻¹ d⁻²], from the IAU 2015 nominal solar values. */
const GRAVITY = 2942.2062;
/** Surface gravity of the Sun, log10(cm/s²). */
const SUN_LOGG = 4.438;

/** Mean density relative to the Sun's; `undefined` where the star is not known well enough. */
export function starDensity(star: { radius?: number; mass?: number; logg?: number }): number | undefined {
  const { radius, mass, logg } = star;
  if (radius === undefined || radius <= 0) return undefined;
  if (mass !== undefined && mass > 0) return mass / radius ** 3;
  if (logg !== undefined) return 10 ** (logg - SUN_LOGG) / radius;
  return undefined;
}

/** Orbital separation over stellar radius for a period [d] and a density [Sun's]. */
export function scaledSeparation(period: number, density: number): number {
  return Math.cbrt((GRAVITY * density * period * period) / (4 * Math.PI * Math.PI));
}

/** Duration [d] of a central transit of a small planet on a circular orbit. */
export function centralDuration(period: number, density: number): number {
  return (period / Math.PI) * Math.asin(Math.min(1, 1 / scaledSeparation(period, density)));
}

/** Density [Sun's] of the star for which a small planet at impact 0 on a circular orbit has this a/R*. */
export function densityOfSeparation(period: number, separation: number): number {
  return (separation ** 3 * 4 * Math.PI * Math.PI) / (GRAVITY * period * period);
}

/** Densities [Sun's] of the smallest dwarf (0.13 R☉, 0.1 M☉) and the largest subgiant (3.5 R☉, 1 M☉) searched by Hippke & Heller (2019, A&A 623, A39). */
const MAX_DENSITY = 0.1 / 0.13 ** 3;
const MIN_DENSITY = 1 / 3.5 ** 3;

/** No transit is searched that lasts longer than this part of its period: contact binaries reach it. */
const MAX_PART_OF_PERIOD = 0.3;

/** Shortest box [d]: one and a half exposures up to Kepler's half hour, over which a short transit is smeared, one exposure where those are longer. */
function smearedDuration(cadence: number): number {
  return Math.max(cadence, Math.min(1.5 * cadence, 0.03));
}

/** Shortest and longest duration [d] to try at a period. */
export interface DurationRange {
  shortest: number;
  longest: number;
}

/**
 * Durations worth trying at a period [d]. With a known density: from a grazing transit (0.35 of the central one) to
 * twice the central one (an eccentric orbit seen at apastron, or a radius 60 % too small in the catalogue). Never
 * shorter than the exposures smear it to, and never longer than `longestHours`, which detrending would remove.
 */
export function durationRange(
  period: number,
  limits: { density?: number; cadence: number; longestHours: number; shortestHours?: number },
): DurationRange {
  const { density, cadence, shortestHours = 0 } = limits;
  const short = density === undefined ? centralDuration(period, MAX_DENSITY) : 0.35 * centralDuration(period, density);
  const long = density === undefined ? centralDuration(period, MIN_DENSITY) : 2 * centralDuration(period, density);
  const least = Math.max(smearedDuration(cadence), shortestHours / 24);
  const shortest = Math.max(least, Math.min(short, MAX_PART_OF_PERIOD * period));
  const longest = Math.min(long, MAX_PART_OF_PERIOD * period, limits.longestHours / 24);
  return { shortest, longest: Math.max(longest, shortest) };
}
