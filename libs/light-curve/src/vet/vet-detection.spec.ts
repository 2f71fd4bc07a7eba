import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { analyze } from '../pipeline/analyze';
import { scaledSeparation } from '../search/orbit-limits';
import { contactDuration, type InjectedPlanet, injectTransits } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import type { LightCurve, Target } from '../types';
import type { VetName, VetTest } from './vet-test';

const SUN: Target = { mission: 'KEPLER', teff: 5772, logg: 4.438, radius: 1 };

/** The tests of a known ephemeris by name. */
function testsOf(curve: LightCurve, planet: InjectedPlanet, target: Target = SUN): Record<VetName, VetTest> {
  const known = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  const [detection] = analyze(curve, { known, target }).detections;
  return Object.fromEntries(detection.tests.map((test) => [test.name, test])) as Record<VetName, VetTest>;
}

describe('the tests of a planet', () => {
  const planet = sunPlanet(6.1, 0.08);
  const tests = testsOf(madeCurve({ planets: [planet], seed: 12 }), planet);

  it('are all passed, or not testable, each with a limit and a sentence', () => {
    for (const { verdict, sentence, limit } of Object.values(tests)) {
      expect(verdict).not.toBe('fail');
      expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      expect(Number.isFinite(limit)).toBe(true);
    }
    expect(tests.centroid_shift.verdict).toBe('not_testable');
  });
});

describe('a test fails', () => {
  it('significance where there is only noise', () => {
    const tests = testsOf(madeCurve({ seed: 2 }), sunPlanet(6.1, 0.01));
    expect(tests.significance.verdict).toBe('fail');
  });

  it('transit count with two transits', () => {
    const planet = sunPlanet(50, 0.1);
    expect(testsOf(madeCurve({ planets: [planet] }), planet).transit_count).toMatchObject({
      verdict: 'fail',
      value: 2,
    });
  });

  it('odd-even with alternating depths', () => {
    const planet = sunPlanet(6, 0.1);
    const shallow = { ...planet, period: 12, radiusRatio: 0.08, epoch: planet.epoch + 6 };
    const curve = madeCurve({ planets: [{ ...planet, period: 12 }, shallow] });
    expect(testsOf(curve, planet).odd_even.verdict).toBe('fail');
  });

  it('secondary eclipse with a dip of a tenth at another phase, not with a planet’s faint one', () => {
    const planet = sunPlanet(6, 0.1);
    const withSecond = (radiusRatio: number): LightCurve =>
      madeCurve({ noise: 5e-5, planets: [planet, { ...planet, radiusRatio, epoch: planet.epoch + 2.7 }] });
    expect(testsOf(withSecond(0.032), planet).secondary_eclipse.verdict).toBe('fail');
    expect(testsOf(withSecond(0.012), planet).secondary_eclipse.verdict).toBe('pass');
  });

  it('V shape with a grazing star', () => {
    const star = sunPlanet(3, 0.5, { impact: 1.25 });
    expect(testsOf(madeCurve({ planets: [star] }), star).v_shape.verdict).toBe('fail');
  });

  it('duration where the star is far too dense for it', () => {
    const planet = sunPlanet(10, 0.1, { separation: scaledSeparation(10, 0.02) });
    expect(testsOf(madeCurve({ planets: [planet] }), planet).duration.verdict).toBe('fail');
    expect(testsOf(madeCurve({ planets: [planet] }), planet, { mission: 'KEPLER' }).duration.verdict).toBe(
      'not_testable',
    );
  });

  it('size with a star in front of a star, by depth where the radius is unknown', () => {
    const star = sunPlanet(10, 0.3);
    const curve = madeCurve({ planets: [star] });
    expect(testsOf(curve, star).size).toMatchObject({ verdict: 'fail', unit: 'R_earth' });
    expect(testsOf(curve, star, {}).size).toMatchObject({ verdict: 'fail', unit: 'ppm' });
  });

  it('depth consistency with one glitch', () => {
    const planet = sunPlanet(9, 0.02);
    const glitch = sunPlanet(400, 0.15, { epoch: planet.epoch + 18 });
    expect(testsOf(madeCurve({ planets: [glitch] }), planet).depth_consistency.verdict).toBe('fail');
  });

  it('alias at the thruster period of K2', () => {
    const planet = sunPlanet(0.4904, 0.1);
    const curve = madeCurve({ planets: [planet] });
    expect(testsOf(curve, planet, { mission: 'K2' }).alias.verdict).toBe('fail');
    expect(testsOf(curve, planet).alias.verdict).toBe('pass');
  });

  it('centroid shift with a neighbour three pixels away that is eclipsed, not with an image that stays', () => {
    const planet = sunPlanet(6, 0.1);
    const curve = injectTransits(madeCurve({ seed: 21 }), planet);
    const normal = seededNormal(22);
    const moving = (pixels: number): Float64Array =>
      curve.flux.map((flux) => 500 + pixels * (1 - flux) + 1e-3 * normal());
    expect(testsOf({ ...curve, centroidCol: moving(3), centroidRow: moving(0) }, planet).centroid_shift.verdict).toBe(
      'fail',
    );
    expect(testsOf({ ...curve, centroidCol: moving(0), centroidRow: moving(0) }, planet).centroid_shift.verdict).toBe(
      'pass',
    );
  });
});
