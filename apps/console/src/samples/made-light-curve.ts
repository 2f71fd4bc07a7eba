import { asCsv, madeCurve, sunPlanet } from '@exoplanet/light-curve/testing';

export const MADE_CURVE_NAME = 'Made light curve';

/** Kepler-like: 90 d at 29.4 min, white noise of 150 ppm, a planet of 2.7 Earth radii every 7.31 d around a star like the Sun. */
export function madeLightCurveFile(): File {
  const { time, flux } = madeCurve({ span: 90, noise: 1.5e-4, seed: 11, planets: [sunPlanet(7.31, 0.025)] });
  return new File([asCsv({ time, flux })], 'made-light-curve.csv', { type: 'text/csv' });
}
