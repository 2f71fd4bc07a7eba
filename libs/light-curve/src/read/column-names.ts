/** A quantity of a light curve that a table column can hold. */
export type Quantity =
  'time' | 'flux' | 'fluxErr' | 'quality' | 'centroidCol' | 'centroidRow' | 'motionCol' | 'motionRow';

/** Names of time columns; some include the time system. */
const TIME = ['time', 't', 'bjd', 'bjd_tdb', 'bkjd', 'btjd', 'jd', 'hjd', 'date'];

/** Flux columns, best first: corrected for systematics (Kepler, K2 and TESS PDC, QLP, K2SFF, EVEREST), then plain, then the simple aperture. */
const CORRECTED_FLUX = ['pdcsap_flux', 'kspsap_flux', 'det_flux', 'corr_flux', 'fcor', 'flux_corrected'];
const PLAIN_FLUX = ['flux', 'relative_flux', 'normalized_flux', 'normalised_flux', 'rel_flux'];
const APERTURE_FLUX = ['sap_flux', 'flux_raw', 'fraw'];

const OTHERS: Record<Exclude<Quantity, 'time' | 'flux' | 'fluxErr'>, string[]> = {
  quality: ['sap_quality', 'quality', 'quality_flag', 'quality_flags', 'qual'],
  centroidCol: ['mom_centr1', 'centroid_col', 'centroid_column', 'sap_x'],
  centroidRow: ['mom_centr2', 'centroid_row', 'sap_y'],
  motionCol: ['pos_corr1'],
  motionRow: ['pos_corr2'],
};

const GENERIC_ERROR = ['flux_err', 'flux_error', 'error', 'err', 'e_flux', 'sigma', 'uncertainty'];

/** A column name without case, unit brackets and spaces: `Time (BKJD)` is `time`. */
function plainName(name: string): string {
  return name
    .replace(/[[(].*$/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
    .replace(/_$/, '');
}

/** Which column holds the time: a known name, or `time_` and a time system. */
export function timeColumn(names: readonly string[]): string | undefined {
  return names.find((name) => TIME.includes(plainName(name)) || /^time_(bjd|bkjd|btjd|bjd_tdb)$/.test(plainName(name)));
}

/** Flux columns in the order they are tried; `aperture` puts the simple aperture flux first. */
export function fluxColumns(names: readonly string[], preference: 'corrected' | 'aperture'): string[] {
  const corrected = [...CORRECTED_FLUX, ...PLAIN_FLUX];
  const order = preference === 'corrected' ? [...corrected, ...APERTURE_FLUX] : [...APERTURE_FLUX, ...corrected];
  return order.flatMap((wanted) => names.filter((name) => plainName(name) === wanted));
}

export function isApertureFlux(name: string): boolean {
  return APERTURE_FLUX.includes(plainName(name));
}

/** The error of one flux column: its own name with `_err` or `_error`, otherwise a general one. */
export function errorColumn(names: readonly string[], flux: string): string | undefined {
  const own = [`${plainName(flux)}_err`, `${plainName(flux)}_error`];
  return firstOf(names, own) ?? firstOf(names, GENERIC_ERROR);
}

export function otherColumn(names: readonly string[], quantity: keyof typeof OTHERS): string | undefined {
  return firstOf(names, OTHERS[quantity]);
}

function firstOf(names: readonly string[], wanted: string[]): string | undefined {
  for (const candidate of wanted) {
    const found = names.find((name) => plainName(name) === candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** For error messages. */
export const EXPECTED_TIME = 'a column named time, bjd, bkjd or btjd';
export const EXPECTED_FLUX = 'a column named pdcsap_flux, flux or sap_flux';
