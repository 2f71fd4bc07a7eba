import { medianOf } from '../statistics/median';

/** A flux with its error, both in the same unit. */
export interface Photometry {
  flux: Float64Array;
  fluxErr?: Float64Array;
}

const PARTS: Record<string, number> = { ppm: 1e-6, ppt: 1e-3, '%': 1e-2, percent: 1e-2 };
/** Farther from its median no star varies [mag]. */
const MAX_RANGE = 20;
const ERROR_OF_MAGNITUDE = 0.4 * Math.LN10;

/** The photometry as a flux that can be divided by its median, and what was converted, in words. */
export function inFluxUnit(photometry: Photometry, unit: string | undefined): Photometry & { converted?: string } {
  const plain = unit?.trim().toLowerCase() ?? '';
  if (/^(mag|mags|magnitude|magnitudes|mag\(.*\)|tmag|kpmag)$/.test(plain))
    return { ...fromMagnitudes(photometry), converted: 'magnitudes were converted to relative flux' };
  if (/^(mmag|millimag)$/.test(plain))
    return {
      ...fromMagnitudes(scaled(photometry, 1e-3, 0)),
      converted: 'millimagnitudes were converted to relative flux',
    };
  const part = PARTS[plain];
  if (part === undefined) return photometry;
  // 1e6 ppm and 0 ppm are both written for the level of the star.
  const level = Math.round(medianOf(photometry.flux.filter(Number.isFinite)) * part);
  return {
    ...scaled(photometry, part, level === 0 ? 1 : 0),
    converted: `the flux is in ${plain} and was converted to relative flux`,
  };
}

/** Pogson's law, relative to the median magnitude. */
function fromMagnitudes({ flux: magnitudes, fluxErr }: Photometry): Photometry {
  const level = medianOf(magnitudes.filter(Number.isFinite));
  // 99.999 stands for a missing magnitude.
  const flux = magnitudes.map((magnitude) =>
    Math.abs(magnitude - level) < MAX_RANGE ? 10 ** (-0.4 * (magnitude - level)) : Number.NaN,
  );
  return { flux, ...(fluxErr ? { fluxErr: fluxErr.map((error, row) => ERROR_OF_MAGNITUDE * error * flux[row]) } : {}) };
}

function scaled({ flux, fluxErr }: Photometry, factor: number, level: number): Photometry {
  return {
    flux: flux.map((value) => value * factor + level),
    ...(fluxErr ? { fluxErr: fluxErr.map((error) => error * factor) } : {}),
  };
}
