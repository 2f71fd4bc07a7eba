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

/** The curve over its mean within some hours, transits included. */
function movingMeanRemoved(curve: LightCurve, hours: number): LightCurve {
  const half = Math.round(hours / 48 / curve.cadence);
  const mean = (row: number) => {
    const near = curve.flux.subarray(Math.max(0, row - half), row + half + 1);
    return near.reduce((sum, flux) => sum + flux, 0) / near.length;
  };
  return { ...curve, flux: curve.flux.map((flux, row) => flux / mean(row)) };
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

  it('odd-even with equal depths that come early and late in turn', () => {
    const planet = sunPlanet(6, 0.1);
    const late = { ...planet, period: 12, epoch: planet.epoch + 6 + 35 / 1440 };
    const curve = madeCurve({ planets: [{ ...planet, period: 12 }, late] });
    const { verdict, sentence } = testsOf(curve, planet).odd_even;
    expect(verdict).toBe('fail');
    expect(sentence).toMatch(/3[3-7] min late/);
  });

  it('odd-even with depths of an eclipsing binary that differ by 6 %', () => {
    const star = sunPlanet(6, 0.5);
    const other = { ...star, period: 12, radiusRatio: 0.515, epoch: star.epoch + 6 };
    expect(testsOf(madeCurve({ planets: [{ ...star, period: 12 }, other] }), star).odd_even.verdict).toBe('fail');
  });

  it('depth consistency and transit count where half of the windows show no dip', () => {
    const planet = sunPlanet(5.8, 0.1);
    const curve = madeCurve({ span: 27, planets: [{ ...planet, period: 17.4 }] });
    const tests = testsOf(curve, planet);
    expect(tests.depth_consistency).toMatchObject({ verdict: 'fail', unit: '%' });
    expect(tests.depth_consistency.sentence).toMatch(/^3 of the 5 windows/);
    expect(tests.transit_count).toMatchObject({ verdict: 'fail', value: 2 });
  });

  it('depth consistency where the depths differ grossly', () => {
    const planet = sunPlanet(6, 0.1);
    const shallow = { ...planet, period: 12, radiusRatio: 0.07, epoch: planet.epoch + 6 };
    expect(
      testsOf(madeCurve({ planets: [{ ...planet, period: 12 }, shallow] }), planet).depth_consistency.verdict,
    ).toBe('fail');
  });

  it('secondary eclipse with a dip that no planet on the orbit can cause, not with the light of a hot planet', () => {
    // On an orbit of 1.5 d about the Sun, a = 5.5 R*: 0.5 (1/5.5)² = 1.6 % of the transit at most and some heat, on one of 7.4 d 0.2 %.
    const verdictAt = (period: number, radiusRatio: number) => {
      const planet = sunPlanet(period, 0.1);
      const second = { ...planet, radiusRatio, epoch: planet.epoch + 0.45 * period };
      return testsOf(madeCurve({ noise: 5e-5, planets: [planet, second] }), planet).secondary_eclipse.verdict;
    };
    expect(verdictAt(1.5, 0.012)).toBe('pass');
    expect(verdictAt(1.5, 0.03)).toBe('fail');
    expect(verdictAt(7.4, 0.012)).toBe('fail');
  });

  it('secondary eclipse with a weak one that comes in every orbit beside a deep dip that comes once', () => {
    const star = sunPlanet(3, 0.11);
    const second = { ...star, radiusRatio: 0.03, epoch: star.epoch + 0.6 * star.period };
    const lone = sunPlanet(400, 0.3, { epoch: star.epoch + 20.3 * star.period, separation: 500 });
    const { verdict, sentence } = testsOf(madeCurve({ planets: [star, second, lone] }), star).secondary_eclipse;
    expect(sentence).toMatch(/^A second dip lies at phase 0.60/);
    expect(verdict).toBe('fail');
  });

  it('no secondary eclipse where the second dip is missing in every other orbit: another planet makes it', () => {
    const planet = sunPlanet(7, 0.06);
    const other = sunPlanet(14, 0.07, { epoch: planet.epoch + 3.1 });
    const { verdict, sentence } = testsOf(madeCurve({ planets: [planet, other] }), planet).secondary_eclipse;
    expect(verdict).toBe('not_testable');
    expect(sentence).toMatch(/^A second dip lies at phase 0\.4\d .* but [67] of the 1[23] windows/);
  });

  it('secondary eclipse with both depths averaged alike, and the same numbers in its sentence as in its value', () => {
    const star = sunPlanet(4, 0.06, { impact: 0.4 });
    const curve = madeCurve({ noise: 5e-5, planets: [star, { ...star, epoch: star.epoch + 0.4 * star.period }] });
    const { value, limit, sentence } = testsOf(curve, star).secondary_eclipse;
    const [, second, error, transit, least, most] =
      /it is (\d+) ± (\d+) ppm deep and the transit (\d+) ppm, so it is at least ([\d.]+) % .* cause ([\d.]+) %/
        .exec(sentence)!
        .map(Number);
    // The second box is placed to a quarter of the duration, and the trend beneath its dip is not masked.
    expect(Math.abs(second / transit - 1)).toBeLessThan(0.06);
    expect(least).toBeCloseTo((100 * (second - 2 * error)) / transit, 0);
    expect([least, most]).toEqual([value, limit].map((shown) => Number(shown!.toPrecision(3))));
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

  it('duration where the dip fills over a fifth of the period, whatever the star', () => {
    const body = sunPlanet(1.2, 0.1, { separation: 1.3, impact: 0 });
    expect(testsOf(madeCurve({ planets: [body] }), body, { mission: 'KEPLER' }).duration).toMatchObject({
      verdict: 'fail',
      limit: 20,
      unit: '%',
      sentence: expect.stringMatching(/^The dip lasts \d\d(\.\d)? % of its period \(at most 20 %\)/) as string,
    });
  });

  it('phase variation with a star whose companion deforms it, not with spots that turn with the orbit', () => {
    const star = sunPlanet(2.4, 0.12, { separation: 4 });
    const curve = madeCurve({ planets: [star] });
    const varied = (of: (orbits: number) => number) =>
      testsOf(
        { ...curve, flux: curve.flux.map((flux, row) => flux + of((curve.time[row] - star.epoch) / star.period)) },
        star,
      ).phase_variation;
    const tides = varied((orbits) => -3e-3 * Math.cos(4 * Math.PI * orbits));
    expect(tides).toMatchObject({ verdict: 'fail', limit: 1000, unit: 'ppm' });
    expect(Math.abs(tides.value! - 3000)).toBeLessThan(60);
    expect(testsOf(curve, star).phase_variation.verdict).toBe('pass');
    expect(varied((orbits) => 3e-3 * Math.sin(4 * Math.PI * orbits)).verdict).toBe('pass');
    const eclipses = [0, 0.5].map((phase) => sunPlanet(4, 0.3, { epoch: 131.3 + 4 * phase }));
    expect(testsOf(madeCurve({ planets: eclipses }), eclipses[0]).phase_variation.verdict).toBe('pass');
    expect(testsOf(madeCurve({ noise: 0.02, planets: [star] }), star).phase_variation.verdict).toBe('not_testable');
    const spots = varied(
      (orbits) => -6e-3 * Math.sin(orbits / 12) ** 2 * Math.cos(4 * Math.PI * (orbits + orbits / 60)),
    );
    expect(spots.verdict).not.toBe('fail');
    expect(testsOf(madeCurve({ planets: [sunPlanet(12, 0.1)] }), sunPlanet(12, 0.1)).phase_variation.verdict).toBe(
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

  it('no test by what flattening without a mask leaves: unequal depths, and dips beside the transits', () => {
    const planet = sunPlanet(5, 0.1);
    const [deep, flat] = [0, 1].map((at) => ({ ...planet, period: 10, epoch: planet.epoch + 5 * at }));
    const made = madeCurve({ planets: [deep, { ...flat, radiusRatio: 0.07 }] });
    expect(testsOf(made, planet).depth_consistency.verdict).toBe('fail');
    const { verdict, sentence } = testsOf(movingMeanRemoved(made, 13), planet).depth_consistency;
    expect(verdict).toBe('not_testable');
    expect(sentence).toMatch(/flattened over about (9|14|20) h/);
    const alone = testsOf(movingMeanRemoved(madeCurve({ planets: [planet] }), 13), planet);
    expect(alone.secondary_eclipse.verdict).toBe('pass');
    const star = { ...planet, radiusRatio: 0.04, epoch: planet.epoch + 0.45 * planet.period };
    const binary = testsOf(movingMeanRemoved(madeCurve({ planets: [planet, star] }), 13), planet);
    expect(binary.secondary_eclipse.verdict).toBe('fail');
  });

  it('alias at the thruster period of K2', () => {
    const planet = sunPlanet(0.4904, 0.1);
    const curve = madeCurve({ planets: [planet] });
    expect(testsOf(curve, planet, { mission: 'K2' }).alias.verdict).toBe('fail');
    expect(testsOf(curve, planet).alias).toMatchObject({
      verdict: 'pass',
      sentence: expect.stringMatching(
        /the nearest, 372\.5 d \(the spacecraft’s year, .*\), is 99\.\d % away/,
      ) as string,
    });
  });

  it('nothing but its significance at an ephemeris where there is no dip', () => {
    const planet = sunPlanet(3.7, 0.077);
    const curve = madeCurve({ planets: [planet], seed: 23 });
    for (const hours of [36, 44.4]) {
      const { significance, ...others } = testsOf(curve, { ...planet, epoch: planet.epoch + hours / 24 });
      expect(significance.verdict).toBe('fail');
      expect(new Set(Object.values(others).map(({ verdict }) => verdict))).toEqual(new Set(['not_testable']));
      expect(others.size.sentence).toMatch(/^No dip is seen at this ephemeris \(-?\d+ ± \d+ ppm\)/);
    }
  });

  it('size only where the body is too large within the errors of its star', () => {
    const planet = sunPlanet(4, 0.11);
    const curve = madeCurve({ planets: [planet], seed: 24 });
    expect(testsOf(curve, planet, { ...SUN, radius: 2.1, radiusErr: 0.4 }).size.verdict).toBe('not_testable');
    expect(testsOf(curve, planet, { ...SUN, radius: 2.1, radiusErr: 0.01 }).size.verdict).toBe('fail');
  });

  it('uniqueness of a weak dip in white noise without calling it variable', () => {
    const planet = sunPlanet(9, 0.0085);
    const { uniqueness } = testsOf(madeCurve({ planets: [planet], seed: 25 }), planet);
    expect(uniqueness).toMatchObject({ verdict: 'fail', sentence: expect.stringMatching(/noise alone/) as string });
  });

  it('hardly ever the centroid shift of three transits with an image that stays', () => {
    const planet = sunPlanet(27, 0.1);
    const curve = injectTransits(madeCurve({ seed: 26 }), planet);
    const normal = seededNormal(27);
    const still = () => curve.flux.map(() => 500 + 0.05 * normal());
    const verdicts = Array.from(
      { length: 20 },
      () => testsOf({ ...curve, centroidCol: still(), centroidRow: still() }, planet).centroid_shift,
    );
    expect(verdicts.filter(({ sentence }) => !sentence.includes('does not move'))).toEqual([]);
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
