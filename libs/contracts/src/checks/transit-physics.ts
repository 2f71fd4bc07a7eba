/** Formulas of transits, in solar units where none is named. NaN in, NaN out: an unknown value gives an unknown result. */

/** Earth radii in a solar radius: nominal values of IAU 2015 resolution B3. */
export const EARTH_RADII_PER_SUN = 695_700 / 6378.1;
/** Solar radii in an astronomical unit: IAU 2012 resolution B2 over the nominal solar radius. */
const SOLAR_RADII_PER_AU = 149_597_870.7 / 695_700;
/** log10 of the Sun's surface gravity [cm/s²], from the nominal solar mass parameter and radius. */
const SOLAR_LOGG = 4.438;
/** Effective temperature of the Sun [K], IAU 2015 resolution B3. */
const SOLAR_TEFF = 5772;
const DAYS_PER_YEAR = 365.25;
/** Equilibrium temperature of a planet without albedo that radiates evenly, at an insolation of 1 S⊕ [K]: (1361 W/m² / 4σ)^¼. */
const TEMPERATURE_AT_EARTH = 278.3;

/** Mass of a star [M☉] from log g [log10 cm/s²] and radius [R☉]: g = G M / R². */
export function stellarMass(logg: number, radius: number): number {
  return Math.exp((logg - SOLAR_LOGG) * Math.LN10) * radius * radius;
}

/** Radius [R☉] of a star of the Sun's mass with this log g [log10 cm/s²]. */
export const starRadiusOf = (logg: number): number => 10 ** ((SOLAR_LOGG - logg) / 2);

/** Mean density of a star [ρ☉] from mass [M☉] and radius [R☉]. */
export const stellarDensity = (mass: number, radius: number): number => mass / (radius * radius * radius);

/** Semi-major axis [au] from period [d] and stellar mass [M☉]: Kepler's third law, without the planet's mass. */
export function semiMajorAxis(period: number, mass: number): number {
  const years = period / DAYS_PER_YEAR;
  return Math.cbrt(years * years * mass);
}

/**
 * Semi-major axis over stellar radius, from period [d] and mean stellar density [ρ☉].
 * (Seager & Mallén-Ornelas 2003, ApJ 585, 1038, equation 9.)
 */
export const scaledAxis = (period: number, density: number): number =>
  SOLAR_RADII_PER_AU * semiMajorAxis(period, density);

/**
 * Time from first to fourth contact [h] on a circular orbit seen edge-on within the impact parameter.
 * (Winn 2010, "Transits and Occultations", equation 14, with sin i = 1.)
 * @param axis semi-major axis over stellar radius
 * @param ratio planet radius over stellar radius
 */
export function transitDuration(period: number, axis: number, ratio: number, impact: number): number {
  const chord = Math.sqrt(Math.max(0, (1 + ratio) * (1 + ratio) - impact * impact));
  return ((24 * period) / Math.PI) * Math.asin(Math.min(1, chord / axis));
}

/**
 * Share of a star's disc that a dark disc covers, without limb darkening.
 * (Mandel & Agol 2002, ApJ 580, L171, equation 1.)
 * @param ratio radius of the dark disc over that of the star
 * @param distance between the centres, in stellar radii
 */
export function coveredShare(ratio: number, distance: number): number {
  if (distance >= 1 + ratio) return 0;
  if (distance <= Math.abs(1 - ratio)) return Math.min(1, ratio * ratio);
  const squares = ratio * ratio + distance * distance;
  const dark = Math.acos((squares - 1) / (2 * ratio * distance));
  const bright = Math.acos((1 - ratio * ratio + distance * distance) / (2 * distance));
  const side = 1 + distance * distance - ratio * ratio;
  const kite = Math.sqrt(Math.max(0, 4 * distance * distance - side * side)) / 2;
  return (ratio * ratio * dark + bright - kite) / Math.PI;
}

/** Insolation [S⊕] at a distance [au] from a star of a radius [R☉] and a temperature [K]: L / a², L = R² T⁴. */
export function insolation(radius: number, teff: number, axis: number): number {
  const warmth = (teff / SOLAR_TEFF) * (teff / SOLAR_TEFF) * (radius / axis);
  return warmth * warmth;
}

/** Equilibrium temperature [K] at an insolation [S⊕], for albedo 0 and even radiation (Borucki et al. 2011, ApJ 736, 19). */
export const equilibriumTemperature = (insolation: number): number =>
  TEMPERATURE_AT_EARTH * Math.sqrt(Math.sqrt(insolation));

/** The insolation [S⊕] of a planet with an equilibrium temperature [K]: the inverse of `equilibriumTemperature`. */
export const insolationAt = (temperature: number): number => (temperature / TEMPERATURE_AT_EARTH) ** 4;
