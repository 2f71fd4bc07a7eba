import { seededNormal } from '@exoplanet/seeded-random';
import { injectTransits } from '../testing/inject-transit';
import { CADENCE, madeCurve } from '../testing/made-curve';
import { fitsFile } from '../write/fits-file';
import type { FitsCard } from '../write/fits-header';
import { sampleCards, timeCards, timeUnit } from './sample-header';
import { PIXELS } from './sample-systems';

const [WIDTH, HEIGHT] = [9, 8];
/** The detector's column and row of the first pixel. */
const CORNER = [650, 320] as const;
/** Flux of a star of 12th magnitude [e-/s] (Kepler Instrument Handbook, KSCI-19033, section 3.5). */
const FLUX_AT_12 = 1.74e5;
/** Width of a star's image [pixels] and light of the sky in one pixel [e-/s]. */
const SIGMA = 0.75;
const SKY = 330;
const EXPOSURE = 1765;
/** [arcsec] */
const PIXEL = 3.98;

/** Stars in the stamp: place [pixels from the first one's centre] and part of the target's flux. The first is the target. */
const STARS = [
  { column: 4.2, row: 3.7, part: 1 },
  { column: 7.1, row: 5.9, part: 0.04 },
];

/** 45 days of pixels of a planet on a star with a faint neighbour, as a Kepler target pixel file (KDMC-10008, section 2.3.2). */
export function pixelFile(): Uint8Array {
  const { star, planet } = PIXELS;
  const { time, flux: relative } = injectTransits(madeCurve({ span: 45, noise: 0 }), planet);
  const level = FLUX_AT_12 * 10 ** (-0.4 * (star.magnitude - 12));
  const normal = seededNormal(97);
  const pixels = WIDTH * HEIGHT;
  const images = { flux: new Float32Array(time.length * pixels), error: new Float32Array(time.length * pixels) };
  const raw = new Int32Array(time.length * pixels);
  const motion = { column: new Float32Array(time.length), row: new Float32Array(time.length) };
  time.forEach((at, frame) => {
    // Differential velocity aberration and the drift of the focus, slow and small.
    motion.column[frame] = 0.02 * Math.sin((2 * Math.PI * at) / 90);
    motion.row[frame] = 0.015 * Math.cos((2 * Math.PI * at) / 70);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const light = STARS.reduce((sum, { column, row, part }, index) => {
        const brightness = level * part * (index === 0 ? relative[frame] : 1);
        const x = (pixel % WIDTH) - column - motion.column[frame];
        const y = Math.floor(pixel / WIDTH) - row - motion.row[frame];
        return sum + brightness * share(x) * share(y);
      }, 0);
      const error = Math.sqrt((light + SKY) / EXPOSURE);
      const at = frame * pixels + pixel;
      images.flux[at] = light + error * normal();
      images.error[at] = error;
      raw[at] = Math.round((images.flux[at] + SKY) * 100);
    }
  });
  const rows = time.length;
  const image = [WIDTH, HEIGHT] as const;
  const sky = new Float32Array(rows * pixels).fill(SKY);
  return fitsFile(sampleCards('TargetPixelFile', star), [
    {
      kind: 'table',
      name: 'TARGETTABLES',
      rows,
      columns: [
        { name: 'TIME', unit: timeUnit(star), values: time },
        { name: 'TIMECORR', unit: 'd', values: new Float32Array(rows) },
        { name: 'CADENCENO', values: Int32Array.from(time, (_, row) => 1100 + row) },
        { name: 'RAW_CNTS', unit: 'count', values: raw, image },
        { name: 'FLUX', unit: 'e-/s', values: images.flux, image },
        { name: 'FLUX_ERR', unit: 'e-/s', values: images.error, image },
        { name: 'FLUX_BKG', unit: 'e-/s', values: sky, image },
        { name: 'FLUX_BKG_ERR', unit: 'e-/s', values: new Float32Array(rows * pixels), image },
        { name: 'QUALITY', values: new Int32Array(rows) },
        { name: 'POS_CORR1', unit: 'pixel', values: motion.column },
        { name: 'POS_CORR2', unit: 'pixel', values: motion.row },
      ],
      cards: [...timeCards(star, time, CADENCE), ...columnSkyCards()],
    },
    { kind: 'image', name: 'APERTURE', size: image, values: aperture(), cards: skyCards() },
  ]);
}

/** Part of a star's light in a pixel along one axis: a Gaussian, integrated over the pixel. */
function share(offset: number): number {
  return 0.5 * (erf((offset + 0.5) / (SIGMA * Math.SQRT2)) - erf((offset - 0.5) / (SIGMA * Math.SQRT2)));
}

/** Abramowitz & Stegun 7.1.26, to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

/** Bit 1: the pixel was read; bit 2: it is in the optimal aperture, where the target gives a hundredth of its light or more. */
function aperture(): Int32Array {
  const [{ column, row }] = STARS;
  return Int32Array.from({ length: WIDTH * HEIGHT }, (_, pixel) =>
    share((pixel % WIDTH) - column) * share(Math.floor(pixel / WIDTH) - row) > 0.01 ? 3 : 1,
  );
}

/** Where the pixels lie on the sky: north is up and east to the left. */
function skyCards(): FitsCard[] {
  return SKY_PLACE.map(({ image, value }) => [image, value]);
}

/** The same as keywords of the fifth column, FLUX, as the missions write it. */
function columnSkyCards(): FitsCard[] {
  return [
    ['WCAX5', 2],
    ['1CRV5P', CORNER[0], 'column of the first pixel'],
    ['2CRV5P', CORNER[1], 'row of the first pixel'],
    ...SKY_PLACE.map(({ column, value }): FitsCard => [column, value]),
  ];
}

const SKY_PLACE: readonly { image: string; column: string; value: string | number }[] = [
  { image: 'CTYPE1', column: '1CTYP5', value: 'RA---TAN' },
  { image: 'CTYPE2', column: '2CTYP5', value: 'DEC--TAN' },
  { image: 'CRPIX1', column: '1CRPX5', value: STARS[0].column + 1 },
  { image: 'CRPIX2', column: '2CRPX5', value: STARS[0].row + 1 },
  { image: 'CRVAL1', column: '1CRVL5', value: PIXELS.star.ra },
  { image: 'CRVAL2', column: '2CRVL5', value: PIXELS.star.dec },
  { image: 'CUNIT1', column: '1CUNI5', value: 'deg' },
  { image: 'CUNIT2', column: '2CUNI5', value: 'deg' },
  { image: 'CDELT1', column: '1CDLT5', value: -PIXEL / 3600 },
  { image: 'CDELT2', column: '2CDLT5', value: PIXEL / 3600 },
  { image: 'PC1_1', column: '11PC5', value: 1 },
  { image: 'PC1_2', column: '12PC5', value: 0 },
  { image: 'PC2_1', column: '21PC5', value: 0 },
  { image: 'PC2_2', column: '22PC5', value: 1 },
];
