import { describe, expect, it } from 'vitest';
import { analyze } from '../pipeline/analyze';
import { madeCurve, varying, withBoxes } from '../testing/made-curve';
import { countOtherDips } from './other-dips';
import { requiredTransits } from './transit-count';

const target = { mission: 'KEPLER' as const, teff: 5772, logg: 4.438, radius: 1 };
const planet = { period: 27.3, epoch: 141, duration: 6, depth: 3000 };
const quiet = withBoxes(madeCurve({ span: 90, noise: 1e-4, seed: 3 }), planet);
/** Times of other dips, without a period [d]. */
const ELSEWHERE = [133.1, 136.4, 145.9, 149.3, 153.8, 160.2, 164.7, 176.1, 181.6, 187.3, 203.9, 210.2];
const dipping = ELSEWHERE.reduce((curve, epoch) => withBoxes(curve, { ...planet, period: 1000, epoch }), quiet);

describe('the number of transits', () => {
  it('is enough with three where nothing else dips', () => {
    const [{ tests, passed }] = analyze(quiet, { target }).detections;
    expect(tests.find(({ name }) => name === 'transit_count')).toMatchObject({ verdict: 'pass', value: 3, limit: 3 });
    expect(passed).toBe(true);
  });

  it('is not enough with three among many other dips, some of which are equally spaced by chance', () => {
    const { detections } = analyze(dipping, { target });
    expect(detections.length).toBeGreaterThan(0);
    for (const { tests, passed } of detections) {
      expect(passed).toBe(false);
      const count = tests.find(({ name }) => name === 'transit_count')!;
      expect(count.verdict).toBe('fail');
      expect(count.limit).toBeGreaterThan(3);
      expect(count.sentence).toMatch(/^3 transits were observed. The curve has \d+ other dips at least half as deep/);
    }
  });

  it('is enough with three at a period that was given, whatever else dips', () => {
    const [{ tests }] = analyze(dipping, { target, known: planet }).detections;
    expect(tests.find(({ name }) => name === 'transit_count')).toMatchObject({ verdict: 'pass', value: 3, limit: 3 });
  });

  it('does not count the transits of another planet that is found too', () => {
    const inner = { period: 5.1, epoch: 133, duration: 3, depth: 4000 };
    const { detections } = analyze(withBoxes(quiet, inner), { target });
    const outer = detections.find(({ period }) => Math.abs(period.value - planet.period) < 0.1)!;
    expect(outer.tests.find(({ name }) => name === 'transit_count')).toMatchObject({ verdict: 'pass', limit: 3 });
  });
});

describe('other dips', () => {
  it('are counted one by one', () => {
    expect(countOtherDips(dipping, planet)).toBe(ELSEWHERE.length);
    expect(countOtherDips(quiet, planet)).toBe(0);
  });

  it.each([1.3, 2.9, 7])('are not the troughs of a star that turns in %d d', (period) => {
    for (const part of [5e-4, 2e-3, 1e-2]) expect(countOtherDips(varying(quiet, part, period), planet)).toBe(0);
  });

  it('are not the second eclipses of the same system', () => {
    const second = { ...planet, epoch: planet.epoch + planet.period / 2, depth: 2000 };
    const binary = withBoxes(quiet, second);
    expect(countOtherDips(binary, planet)).toBe(3);
    expect(countOtherDips(binary, planet, [second])).toBe(0);
    const [{ tests }] = analyze(binary, { target }).detections;
    expect(tests.find(({ name }) => name === 'transit_count')).toMatchObject({ verdict: 'pass', limit: 3 });
  });
});

describe('the number of transits that is required', () => {
  it.each([
    { dips: 4, hours: 6, days: 25, required: 3 },
    { dips: 6, hours: 6, days: 25, required: 4 },
    { dips: 7, hours: 4, days: 80, required: 3 },
    { dips: 12, hours: 4, days: 80, required: 4 },
    { dips: 31, hours: 15.6, days: 269, required: 5 },
    { dips: 200, hours: 10, days: 80, required: 8 },
  ])('is $required of $dips dips of $hours h in $days d', ({ dips, hours, days, required }) => {
    expect(requiredTransits(dips, hours / 24 / days)).toBe(required);
  });
});
