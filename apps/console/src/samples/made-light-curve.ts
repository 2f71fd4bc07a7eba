import { asCsv, madeCurve, sunPlanet } from '@exoplanet/light-curve/testing';

export const MADE_CURVE_NAME = 'Made light curve';

/** What is known of it: Kepler's time system, and a star like the Sun. */
export const MADE_STAR = {
  source: 'KEPLER',
  time_system: 'BKJD',
  star_teff: 5780,
  star_logg: 4.44,
  star_radius: 1,
  star_mass: 1,
  star_mag: 13,
} as const;

/** Kepler-like: 90 d at 29.4 min, white noise of 150 ppm, a planet of 2.7 Earth radii every 7.31 d around a star like the Sun. */
export function madeLightCurveFile(): File {
  const { time, flux } = madeCurve({ span: 90, noise: 1.5e-4, seed: 11, planets: [sunPlanet(7.31, 0.025)] });
  return new File([asCsv({ time, flux })], 'made-light-curve.csv', { type: 'text/csv' });
}
