import { describe, expect, it } from 'vitest';
import { injectTransits } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { analyze } from './analyze';
import { searchPlan } from './search-plan';

describe('the plan of a search', () => {
  it('says that a curve is too short, and nothing is found in it', () => {
    const { detections, notices } = analyze(madeCurve({ span: 0.9, noise: 1e-4 }));
    expect(detections).toEqual([]);
    expect(notices.join()).toMatch(/^too short to search: 44 points over 0\.\d+ d/);
    expect(searchPlan(madeCurve({ span: 3 }), { periodMin: 2 }).notices.join()).toMatch(
      /3 transits fit only at periods/,
    );
  });

  it('leaves out the shortest periods of a span that would take minutes, and says so', () => {
    const curve = madeCurve({ span: 30 });
    const long = { ...curve, time: curve.time.map((time) => 600 * (time - 130)) };
    const { periods, notices } = searchPlan(long, {});
    expect(periods!.min).toBeGreaterThan(2);
    expect(notices.join()).toMatch(/^periods under \d+\.\d+ d were not searched/);
    expect(searchPlan(curve, {})).toMatchObject({ periods: { min: 0.5, max: expect.closeTo(15, 0) }, notices: [] });
  });

  it('says what the search costs before it begins, and more of it for a longer span', () => {
    const told: (number | undefined)[] = [];
    analyze(madeCurve({ span: 20 }), { onProgress: (_stage, _fraction, secondsLeft) => told.push(secondsLeft) });
    expect(told[0]).toBeGreaterThan(0.2);
    expect(told[0]).toBeLessThan(3);
    const secondsOf = (span: number): number => searchPlan(madeCurve({ span }), {}).seconds;
    expect(secondsOf(400)).toBeGreaterThan(2 * secondsOf(40));
  });

  it('searches two months in ten years in seconds, since it folds only what was observed', () => {
    const curve = madeCurve({ span: 60, noise: 1e-4 });
    const apart = { ...curve, time: curve.time.map((time) => (time > 160 ? time + 3652 : time)) };
    apart.segment = Int32Array.from(apart.time, (time) => (time > 160 ? 1 : 0));
    const withPlanet = injectTransits(apart, sunPlanet(7.6416, 0.04));
    const plan = searchPlan(withPlanet, {});
    const before = process.cpuUsage();
    const { detections } = analyze(withPlanet, { maxPlanets: 1 });
    // Over ten years without data a transit more or less changes the period by 0.016 d: two months cannot tell which.
    expect(Math.abs(detections[0].period.value - 7.6416)).toBeLessThan(0.02);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5 * plan.seconds);
    expect(plan.seconds).toBeLessThan(15);
  });
});
