import { type BoxTransits, madeCurve as quietCurve, withBoxes } from '@exoplanet/light-curve/testing';

export { asCsv } from '@exoplanet/light-curve/testing';

/** A made light curve with box-shaped transits, so that what must be found is known exactly. */
export interface MadeCurve {
  /** [d, BKJD] */
  time: number[];
  /** [e-/s] */
  flux: number[];
}

/** @param noise 1 sigma of one cadence [ppm] */
export function madeCurve({
  days,
  noise,
  planet,
  seed = 1,
}: {
  days: number;
  noise: number;
  planet: BoxTransits;
  seed?: number;
}): MadeCurve {
  const { time, flux } = withBoxes(quietCurve({ span: days, noise: noise * 1e-6, seed }), planet);
  return { time: [...time], flux: Array.from(flux, (value) => 10_000 * value) };
}
