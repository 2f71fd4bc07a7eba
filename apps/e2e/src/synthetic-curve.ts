import { type BoxTransits, madeCurve, withBoxes } from '@exoplanet/light-curve/testing';

export { asCsv } from '@exoplanet/light-curve/testing';

/** A synthetic light curve: flat, with white noise and box-shaped transits, so that the planet in it is known exactly. */
export interface SyntheticCurve {
  /** [d, BKJD] */
  time: number[];
  /** [e-/s] */
  flux: number[];
}

/** @param noise 1 sigma of one cadence [ppm] */
export function syntheticCurve({
  days,
  noise,
  planet,
  seed = 1,
}: {
  days: number;
  noise: number;
  planet: BoxTransits;
  seed?: number;
}): SyntheticCurve {
  const { time, flux } = withBoxes(madeCurve({ span: days, noise: noise * 1e-6, seed }), planet);
  return { time: [...time], flux: Array.from(flux, (value) => 10_000 * value) };
}
