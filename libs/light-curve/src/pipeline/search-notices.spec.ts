import { describe, expect, it } from 'vitest';
import { takeRows } from '../clean/take-rows';
import { contactDuration } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { analyze } from './analyze';

describe('the notice that a period may be shorter', () => {
  const planet = sunPlanet(40, 0.06);
  const known = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  const curve = madeCurve({ span: 170, planets: [planet] });
  const phase = (time: number) => ((time - planet.epoch) / planet.period + 10) % 1;
  const without = (from: number, to: number) =>
    takeRows(
      curve,
      [...curve.time.keys()].filter((row) => !(phase(curve.time[row]) > from && phase(curve.time[row]) < to)),
    );

  it('is given where nothing was observed half a period after each transit', () => {
    expect(analyze(without(0.45, 0.55), { known }).notices).toEqual([
      expect.stringMatching(
        /^the period of (40|39\.99\d*|40\.0\d*) d may also be (20|19\.99|20\.0\d?) d: nothing was observed/,
      ),
    ]);
  });

  it('is not given where something was, nor for a third where only one of the two places is a gap', () => {
    expect(analyze(curve, { known }).notices).toEqual([]);
    expect(analyze(without(0.3, 0.37), { known }).notices).toEqual([]);
  });

  it('is not given of one transit', () => {
    const year = { ...planet, period: 365 };
    const once = madeCurve({ span: 30, planets: [year] });
    expect(analyze(once, { known: { ...known, period: year.period } }).notices).toEqual([]);
  });
});
