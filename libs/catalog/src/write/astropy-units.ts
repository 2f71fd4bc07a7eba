/** Our units in the spelling of VOUnits, which astropy reads. Times are counted in days, whatever their zero. Other quantities have no unit there. */
const SPELLINGS: Readonly<Record<string, string>> = {
  d: 'd',
  h: 'h',
  min: 'min',
  s: 's',
  yr: 'yr',
  K: 'K',
  mag: 'mag',
  pc: 'pc',
  kpc: 'kpc',
  ly: 'lyr',
  km: 'km',
  'mas/yr': 'mas/yr',
  'arcsec/yr': 'arcsec/yr',
  '%': '%',
  ppm: '10**-6',
  ppt: '10**-3',
  R_earth: 'earthRad',
  R_jup: 'jupiterRad',
  R_sun: 'solRad',
  BJD: 'd',
  BKJD: 'd',
  BTJD: 'd',
  MJD: 'd',
  'BJD-2400000': 'd',
  'BJD-2450000': 'd',
  degrees: 'deg',
};

export const astropyUnit = (unit: string | undefined): string | undefined =>
  unit === undefined ? undefined : SPELLINGS[unit];
