/** Converts a number of another unit to the unit of a field: `value * scale + offset`. */
export interface Unit {
  /** As it is shown, and as a mapping may name it. */
  name: string;
  scale: number;
  /** @default 0 */
  offset?: number;
}

/** Nominal radii, IAU 2015 Resolution B3 [km]. */
const EARTH_RADIUS = 6378.1;
const JUPITER_RADIUS = 71492;
const SUN_RADIUS = 695_700;

/** BJD of BKJD 0 and of BTJD 0 [d]. */
const BKJD_ZERO = 2454833;
const BTJD_ZERO = 2457000;

/** The units in which each field may be given; the first is the field's own, as in `fields.json`. */
const UNITS: Readonly<Record<string, readonly Unit[]>> = {
  epoch: [
    { name: 'BJD', scale: 1 },
    { name: 'BKJD', scale: 1, offset: BKJD_ZERO },
    { name: 'BTJD', scale: 1, offset: BTJD_ZERO },
    { name: 'MJD', scale: 1, offset: 2400000.5 },
    { name: 'BJD-2400000', scale: 1, offset: 2400000 },
    { name: 'BJD-2450000', scale: 1, offset: 2450000 },
  ],
  period: [
    { name: 'd', scale: 1 },
    { name: 'h', scale: 1 / 24 },
    { name: 'min', scale: 1 / 1440 },
    { name: 's', scale: 1 / 86400 },
    { name: 'yr', scale: 365.25 },
  ],
  duration: [
    { name: 'h', scale: 1 },
    { name: 'd', scale: 24 },
    { name: 'min', scale: 1 / 60 },
    { name: 's', scale: 1 / 3600 },
  ],
  depth: [
    { name: 'ppm', scale: 1 },
    { name: '%', scale: 1e4 },
    { name: 'ppt', scale: 1e3 },
    { name: 'fraction', scale: 1e6 },
  ],
  radius: [
    { name: 'R_earth', scale: 1 },
    { name: 'R_jup', scale: JUPITER_RADIUS / EARTH_RADIUS },
    { name: 'R_sun', scale: SUN_RADIUS / EARTH_RADIUS },
    { name: 'km', scale: 1 / EARTH_RADIUS },
  ],
  teq: [{ name: 'K', scale: 1 }],
  insol: [{ name: 'S_earth', scale: 1 }],
  star_teff: [{ name: 'K', scale: 1 }],
  star_logg: [{ name: 'log10(cm/s^2)', scale: 1 }],
  star_radius: [
    { name: 'R_sun', scale: 1 },
    { name: 'km', scale: 1 / SUN_RADIUS },
  ],
  star_mag: [{ name: 'mag', scale: 1 }],
  star_distance: [
    { name: 'pc', scale: 1 },
    { name: 'kpc', scale: 1000 },
    { name: 'ly', scale: 1 / 3.261563777 },
  ],
  star_pmra: [
    { name: 'mas/yr', scale: 1 },
    { name: 'arcsec/yr', scale: 1000 },
  ],
};

/** Other spellings, in lower case without blanks, of astropy, the archives and people. */
const SPELLINGS: Readonly<Record<string, string>> = {
  day: 'd',
  days: 'd',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  minute: 'min',
  minutes: 'min',
  mins: 'min',
  sec: 's',
  second: 's',
  seconds: 's',
  year: 'yr',
  years: 'yr',
  a: 'yr',
  partspermillion: 'ppm',
  '1e-6': 'ppm',
  '10**-6': 'ppm',
  '10^-6': 'ppm',
  percent: '%',
  pct: '%',
  percentage: '%',
  partsperthousand: 'ppt',
  '1e-3': 'ppt',
  '10**-3': 'ppt',
  'mmag~ppt': 'ppt',
  relative: 'fraction',
  '1': 'fraction',
  none: 'fraction',
  dimensionless: 'fraction',
  rearth: 'r_earth',
  earthrad: 'r_earth',
  r_e: 'r_earth',
  earthradii: 'r_earth',
  earthradius: 'r_earth',
  rgeo: 'r_earth',
  rjup: 'r_jup',
  rjupiter: 'r_jup',
  r_jupiter: 'r_jup',
  jupiterrad: 'r_jup',
  jupiterradii: 'r_jup',
  jupiterradius: 'r_jup',
  rsun: 'r_sun',
  solrad: 'r_sun',
  r_s: 'r_sun',
  solarradii: 'r_sun',
  solarradius: 'r_sun',
  kelvin: 'k',
  degk: 'k',
  earthflux: 's_earth',
  searth: 's_earth',
  'dex(cm/s2)': 'log10(cm/s^2)',
  'log10(cm/s**2)': 'log10(cm/s^2)',
  'cm/s^2': 'log10(cm/s^2)',
  'cm/s**2': 'log10(cm/s^2)',
  'cm/s2': 'log10(cm/s^2)',
  dex: 'log10(cm/s^2)',
  'log(cm/s2)': 'log10(cm/s^2)',
  parsec: 'pc',
  parsecs: 'pc',
  lyr: 'ly',
  'mas/year': 'mas/yr',
  'masyr-1': 'mas/yr',
  'mas.yr-1': 'mas/yr',
  'milliarcsec/year': 'mas/yr',
  'arcsec/year': 'arcsec/yr',
  magnitude: 'mag',
  magnitudes: 'mag',
  'bjd-2454833': 'bkjd',
  'jd-2454833': 'bkjd',
  'bjd-2457000': 'btjd',
  'jd-2457000': 'btjd',
  tjd: 'btjd',
  kjd: 'bkjd',
  jd: 'bjd',
  bjd_tdb: 'bjd',
  hjd: 'bjd',
  'bjd-2400000.0': 'bjd-2400000',
};

/** The field that a field's or an error's unit belongs to: `depth` for `depth_err_low`. */
export const measurementOf = (field: string): string => field.replace(/_err(_low|_high)?$/, '');

/** The units in which a field or its errors may be given. Fields without a unit have none. */
export function unitsOf(field: string): readonly Unit[] {
  const name = measurementOf(field);
  return UNITS[name === 'star_pmdec' ? 'star_pmra' : name] ?? [];
}

/** A unit of a field by any of its spellings. */
export function unitOf(field: string, spelling: string): Unit | undefined {
  const bare = spelling.toLowerCase().replace(/\s+/g, '');
  const name = SPELLINGS[bare] ?? bare;
  return unitsOf(field).find((unit) => unit.name.toLowerCase() === name);
}

/** The name of the unit in which a field is stored; undefined for a number without a unit. */
export const ownUnitOf = (field: string): Unit | undefined => unitsOf(field)[0];
