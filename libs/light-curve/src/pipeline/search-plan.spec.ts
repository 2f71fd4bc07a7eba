import { describe, expect, it } from 'vitest';
import { madeCurve } from '../testing/made-curve';
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
    expect(searchPlan(curve, {})).toEqual({ periods: { min: 0.5, max: expect.closeTo(15, 0) }, notices: [] });
  });
});
