import { seededNormal } from '@exoplanet/seeded-random';
import { exposureMean, injectTransits } from '../testing/inject-transit';
import { CADENCE, madeCurve } from '../testing/made-curve';
import { mandelAgolFlux } from '../testing/mandel-agol';
import { BINARY, PLANET, type SampleStar, SINGLE } from './sample-systems';

/** A synthetic light curve, flux relative to the star's level. */
export interface SampleCurve {
  star: SampleStar;
  time: Float64Array;
  flux: Float64Array;
  /** White noise of one cadence. */
  noise: number;
  /** [d] */
  cadence: number;
}

/** A year of Kepler data of a planet, on a star that varies slowly. */
export function planetCurve(): SampleCurve {
  const noise = 4e-4;
  const quiet = madeCurve({ span: 400, noise, seed: 752 });
  const { time, flux } = injectTransits(quiet, PLANET.planet);
  return { star: PLANET.star, time, flux: spotted(time, flux, 17.3, 2e-3), noise, cadence: CADENCE };
}

/** A quarter of Kepler data with one transit. */
export function singleCurve(): SampleCurve {
  const noise = 1.5e-4;
  const made = madeCurve({ span: 90, noise, seed: 490 });
  const quiet = { ...made, time: made.time.map((at) => at + 80) };
  const { time, flux } = injectTransits(quiet, SINGLE.planet);
  return { star: SINGLE.star, time, flux: spotted(time, flux, 35, 1e-3), noise, cadence: CADENCE };
}

const TEN_MINUTES = 10 / 1440;

/** A TESS sector of two stars that eclipse each other. */
export function binaryCurve(): SampleCurve {
  const noise = 8e-4;
  const normal = seededNormal(1268);
  const time = Float64Array.from({ length: Math.round(26 / TEN_MINUTES) }, (_, i) => 1683.4 + i * TEN_MINUTES).filter(
    // The pause at perigee, in the middle of a sector.
    (at) => at < 1695.9 || at > 1697.1,
  );
  const flux = time.map((at) => exposureMean(binaryFlux, at, TEN_MINUTES) + noise * normal());
  return { star: BINARY.star, time, flux, noise, cadence: TEN_MINUTES };
}

/** Light of both stars: each by turns hides a part of the other. */
function binaryFlux(time: number): number {
  const { period, epoch, radii, separation, inclination, temperatures, limb } = BINARY;
  const [first, second] = radii.map((radius, star) => radius ** 2 * temperatures[star] ** 4);
  const angle = (2 * Math.PI * (time - epoch)) / period;
  const distance = separation * Math.hypot(Math.sin(angle), Math.cos((inclination * Math.PI) / 180) * Math.cos(angle));
  const isFirstBehind = Math.cos(angle) > 0;
  const [behind, before] = isFirstBehind ? radii : [radii[1], radii[0]];
  const seen = mandelAgolFlux(distance / behind, before / behind, limb);
  return (isFirstBehind ? seen * first + second : first + seen * second) / (first + second);
}

/** A star with spots that turn with it [d]. */
function spotted(time: Float64Array, flux: Float64Array, rotation: number, amplitude: number): Float64Array {
  return flux.map((value, row) => value * (1 + amplitude * Math.sin((2 * Math.PI * time[row]) / rotation)));
}
