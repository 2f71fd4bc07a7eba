import { describe, expect, it } from 'vitest';
import { analyze } from '../pipeline/analyze';
import { injectTransits } from '../testing/inject-transit';
import { CADENCE, madeCurve, sunPlanet, withBoxes } from '../testing/made-curve';
import { alignedTimes, timingOf } from './transit-timing';

const SUN = { mission: 'KEPLER' as const, teff: 5772, logg: 4.438, radius: 1 };
const MINUTES = 1440;
const planet = sunPlanet(9.97, 0.036);

/** The planet whose transits come late and early by so many minutes, in a wave of some orbits. */
function swinging(minutes: number, { orbits = 11, span = 200, seed = 3 } = {}) {
  const lone = { ...planet, period: 1000, separation: (planet.separation * 1000) / planet.period };
  let curve = madeCurve({ span, noise: 1e-4, seed });
  for (let number = 0; number * planet.period < span - 2; number++) {
    const late = (minutes / MINUTES) * Math.sin((2 * Math.PI * number) / orbits);
    curve = injectTransits(curve, { ...lone, epoch: planet.epoch + number * planet.period + late });
  }
  const known = { period: planet.period, epoch: planet.epoch, duration: 5 };
  return analyze(curve, { target: SUN, known }).detections[0];
}

describe('a planet whose transit times vary', () => {
  const regular = swinging(0);

  it.each([10, 20, 34])('by %i min keeps its radius within 5 % and passes its tests', (minutes) => {
    const detection = swinging(minutes);
    expect(Math.abs(detection.radiusRatio.value / regular.radiusRatio.value - 1)).toBeLessThan(0.05);
    expect(Math.abs(detection.duration.value / regular.duration.value - 1)).toBeLessThan(0.05);
    expect(detection.passed).toBe(true);
    expect(detection.timing?.varies).toBe(true);
    expect(detection.timing!.scatter * MINUTES).toBeCloseTo(minutes / Math.SQRT2, -0.7);
    expect(detection.timing!.wave!.period / (11 * planet.period)).toBeCloseTo(1, 1);
    expect(detection.timing!.wave!.amplitude * MINUTES).toBeCloseTo(minutes, -0.5);
    expect(detection.tests.find(({ name }) => name === 'transit_timing')?.sentence).toMatch(/^The transit times vary/);
  });

  it.each([
    { minutes: 240, seed: 3 },
    { minutes: 480, seed: 3 },
    { minutes: 480, seed: 4 },
    { minutes: 480, seed: 5 },
  ])('by $minutes min, longer than the transits, is followed through the swing (noise $seed)', ({ minutes, seed }) => {
    const { passed, radiusRatio, timing, transits } = swinging(minutes, { orbits: 40, span: 700, seed });
    expect(passed).toBe(true);
    expect(transits.observed).toBe(transits.expected);
    expect(Math.abs(radiusRatio.value / regular.radiusRatio.value - 1)).toBeLessThan(0.05);
    expect(Math.abs((timing!.wave!.amplitude * MINUTES) / minutes - 1)).toBeLessThan(0.03);
  });

  it('differs from one whose transits come on time', () => {
    expect(regular.timing?.varies).toBe(false);
    expect(regular.tests.find(({ name }) => name === 'transit_timing')?.sentence).toMatch(/come on time/);
  });
});

describe('dips with vertical walls', () => {
  it.each([3.7, 4.413, 6.137, 9.97])('that come on time every %d d do not vary', (period) => {
    for (const depth of [1000, 10_000]) {
      const box = { period, epoch: 131.3, duration: 4, depth };
      const curve = withBoxes(madeCurve({ span: 180, noise: 1e-4, seed: 5 }), box);
      const [detection] = analyze(curve, { target: SUN, known: box }).detections;
      expect(detection.timing?.varies).toBe(false);
    }
  });
});

describe('transit times', () => {
  const event = (number: number, late: number, error = 0.001) => ({
    number,
    predicted: 100 + number * 5,
    time: { value: 100 + number * 5 + late, error },
    depth: 1000,
    depthErr: 50,
    significance: 20,
  });

  it('on a line do not vary, whatever the line', () => {
    const timing = timingOf(
      [0, 1, 2, 5, 9].map((number) => event(number, 0.01 * number)),
      CADENCE,
    )!;
    expect(timing.period.value).toBeCloseTo(5.01, 9);
    expect(timing.varies).toBe(false);
  });

  it('are aligned so that each comes when the line says, in order', () => {
    const late = [0.02, -0.02, 0.03, -0.01, 0, 0.01];
    const timing = timingOf(
      late.map((days, number) => event(number, days)),
      CADENCE,
    )!;
    const aligned = alignedTimes(
      Float64Array.from(late, (days, number) => 100 + number * 5 + days),
      timing.residuals,
    );
    aligned.forEach((time, number) => expect(time).toBeCloseTo(timing.epoch.value + number * timing.period.value, 9));
    const grid = Float64Array.from({ length: 2500 }, (_, index) => 100 + index / 100);
    const moved = alignedTimes(grid, timing.residuals);
    expect(moved.every((time, index) => index === 0 || time > moved[index - 1])).toBe(true);
  });

  it('of three transits say nothing', () => {
    expect(timingOf([event(0, 0), event(1, 0.1), event(2, 0)], CADENCE)).toBeUndefined();
  });
});
