import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from '../clean/prepare';
import { analyze } from '../pipeline/analyze';
import { readLightCurveFile } from '../read/read-light-curve';

const FOLDER = join(import.meta.dirname, '../../test/pixel-files');
const read = (name: string) => readLightCurveFile(`${name}.fits.gz`, readFileSync(join(FOLDER, `${name}.fits.gz`)));
const KNOWN = { period: 2, epoch: 1601, duration: 4 };

/** The files are made by `test/pixel-files/make_pixel_files.py` with lightkurve's factory; places are those that it was given. */
describe("target pixel files made with lightkurve's factory", () => {
  it('are read: star, times, the sum and the centre of the aperture, the place of the target', () => {
    const curve = read('on-target');
    expect(curve).toMatchObject({
      target: { name: 'TIC 1234', mission: 'TESS' },
      stretch: 'S14',
      timeSystem: 'BTJD',
      timeSystemFrom: 'header',
      fluxColumn: 'FLUX',
      notices: [],
    });
    expect(curve.time[0]).toBeCloseTo(1600, 9);
    // 99.4 % of a Gaussian of sigma 0.8 lie within 2.5 pixels of 0.1 beside its centre, in both directions.
    expect(curve.flux[0] / 20000).toBeCloseTo(0.996, 2);
    expect(curve.centroidCol?.[0]).toBeCloseTo(304.1, 1);
    expect(curve.centroidRow?.[0]).toBeCloseTo(703.9, 1);
    expect(curve.fluxErr?.[0]).toBeCloseTo(6 * 5, 6);
    expect(curve.pixels?.images.target?.column).toBeCloseTo(4, 9);
    expect(curve.pixels?.images.target?.row).toBeCloseTo(4, 9);
  });

  it.each([
    ['on-target', 4.1, 3.9, 'pass'],
    ['off-target', 5.6, 3.9, 'fail'],
    ['crowded-neighbour', 5.4, 5.2, 'fail'],
    ['crowded-target', 4, 4, 'pass'],
  ])('%s: the light is lost at %d, %d, and the test says %s', (name, column, row, verdict) => {
    const { curve, target } = prepare([read(name)]);
    const [{ pixels, tests }] = analyze(curve, { target, known: KNOWN }).detections;
    const [image] = pixels?.images ?? [];
    expect(pixels?.images).toHaveLength(1);
    expect(image.transits).toBe(4);
    const { lost } = image;
    expect(Math.abs((lost?.column ?? 0) - column)).toBeLessThan(0.15);
    expect(Math.abs((lost?.row ?? 0) - row)).toBeLessThan(0.15);
    const offset = Math.hypot(column - 4, row - 4);
    expect(Math.abs((pixels?.offset?.pixels.value ?? -1) - offset)).toBeLessThan(0.15);
    expect(Math.abs((pixels?.offset?.arcsec?.value ?? -1) - 21 * offset)).toBeLessThan(0.15 * 21);
    expect(tests.find((test) => test.name === 'difference_image')).toMatchObject({ verdict, unit: 'σ', limit: 3 });
  });

  it('give a detection from their own flux', () => {
    const { curve, target } = prepare([read('on-target')]);
    const [detection] = analyze(curve, { target, maxPlanets: 1 }).detections;
    expect(detection.period.value).toBeCloseTo(2, 2);
  });

  it('beside a light curve of the same time give the images, and the curve the flux', () => {
    const pixels = read('on-target');
    const better = { ...pixels, file: 'curve.fits', fluxColumn: 'PDCSAP_FLUX' };
    delete better.pixels;
    const prepared = prepare([pixels, better]);
    expect(prepared.sources.map(({ fluxColumn }) => fluxColumn)).toEqual(['PDCSAP_FLUX']);
    expect(prepared.failed).toEqual([]);
    expect(prepared.curve.pixels).toHaveLength(1);
    expect(prepared.notices.map(({ message }) => message).join()).toMatch(
      /the flux is taken from curve\.fits; only the images of on-target\.fits\.gz are used/,
    );
  });

  it('without coordinates are measured from the star in the image, and not at all where it is blended', () => {
    const withoutSky = (name: string) => {
      const raw = read(name);
      delete raw.pixels?.images.sky;
      delete raw.pixels?.images.target;
      const { curve, target } = prepare([raw]);
      return analyze(curve, { target, known: KNOWN }).detections[0];
    };
    expect(withoutSky('off-target').pixels?.offset).toMatchObject({ from: 'image' });
    const blended = withoutSky('crowded-target').tests.find((test) => test.name === 'difference_image');
    expect(blended?.verdict).toBe('not_testable');
  });
});
