import type { FitsCard } from '../write/fits-header';
import type { SampleStar } from './sample-systems';

/** The cards of a sample's primary header: what was made, from which parameters. */
export function sampleCards(
  product: 'LightCurve' | 'TargetPixelFile',
  { name, telescope, teff, logg, radius, magnitude, ra, dec, source }: SampleStar,
): FitsCard[] {
  const isKepler = telescope === 'Kepler';
  return [
    ['ORIGIN', 'exoplanet sample', 'made by a program, not observed'],
    ['CREATOR', `exoplanet sample ${product}`],
    ['COMMENT', 'MADE, NOT OBSERVED. The photometry in this file was computed from the parameters below, of'],
    ['COMMENT', `${name}, with white noise and a slow variation of the star added. ${source}`],
    ['TELESCOP', telescope],
    ['INSTRUME', isKepler ? 'Kepler Photometer' : 'TESS Photometer'],
    ['OBJECT', `made ${name}`, 'whose parameters the file was made with'],
    ['RADESYS', 'ICRS'],
    ['RA_OBJ', ra, '[deg]'],
    ['DEC_OBJ', dec, '[deg]'],
    ['EQUINOX', 2000],
    [isKepler ? 'KEPMAG' : 'TESSMAG', magnitude, '[mag]'],
    ['TEFF', teff, '[K]'],
    ['LOGG', logg, '[log10(cm/s2)]'],
    ['RADIUS', radius, '[solar radii]'],
  ];
}

/** How the table counts its times. */
export function timeCards({ telescope }: SampleStar, time: Float64Array, cadence: number): FitsCard[] {
  return [
    ['INHERIT', true],
    ['TIMEREF', 'SOLARSYSTEM'],
    ['TIMESYS', 'TDB'],
    ['BJDREFI', telescope === 'Kepler' ? 2454833 : 2457000, 'integer part of the zero point of TIME [BJD]'],
    ['BJDREFF', 0],
    ['TIMEUNIT', 'd'],
    ['TSTART', time[0] - cadence / 2],
    ['TSTOP', time[time.length - 1] + cadence / 2],
    ['TIMEDEL', cadence, 'time between exposures [d]'],
  ];
}

export const timeUnit = ({ telescope }: SampleStar): string =>
  telescope === 'Kepler' ? 'BJD - 2454833' : 'BJD - 2457000, days';
