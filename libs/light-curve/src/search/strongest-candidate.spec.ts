import { describe, expect, it } from 'vitest';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { multipleEvent } from './multiple-event';
import { strongestCandidate } from './strongest-candidate';

const THRESHOLD = { mes: 7.1, consistentMes: 5.3 };
const PERIOD = 3.1;
const planet = sunPlanet(PERIOD, 0.1);
const curve = madeCurve({ planets: [planet], seed: 14 });

/** The curve with the dips cut away except every fifth: what a source does that clips deep dips. */
const clipped = {
  ...curve,
  flux: curve.flux.map((flux, row) => {
    const transit = Math.round((curve.time[row] - planet.epoch) / PERIOD);
    return transit % 5 === 0 ? flux : 1 - (1 - flux) * (0.2 + 0.15 * (Math.abs(transit) % 5));
  }),
};
const candidate = (of: typeof curve, period: number) => {
  const ephemeris = { period, epoch: planet.epoch, duration: 3 };
  return { ...ephemeris, event: { ...multipleEvent(of, ephemeris), brightening: 0, excess: 1 } };
};

describe('the strongest candidate', () => {
  it('is the period that has all dips, not a multiple that has the deepest', () => {
    const all = candidate(clipped, PERIOD);
    const fifth = candidate(clipped, 5 * PERIOD);
    expect(fifth.event.consistentMes).toBeGreaterThan(all.event.consistentMes);
    expect(strongestCandidate([fifth, all], THRESHOLD)?.period).toBe(PERIOD);
  });

  it('is the longer period if there is nothing between its dips', () => {
    const quiet = madeCurve({ planets: [sunPlanet(5 * PERIOD, 0.05, { epoch: planet.epoch })], seed: 15 });
    const candidates = [candidate(quiet, 5 * PERIOD), candidate(quiet, PERIOD)];
    expect(strongestCandidate(candidates, THRESHOLD)?.period).toBe(5 * PERIOD);
  });

  it('is the period of a binary, not five halves of it, whatever the scatter over phases that each was divided by', () => {
    const planets = [planet, sunPlanet(PERIOD, 0.08, { epoch: planet.epoch + PERIOD / 2 })];
    const binary = madeCurve({ planets, seed: 16 });
    const dividedBy = (excess: number, { event, ...ephemeris }: ReturnType<typeof candidate>) => {
      const { mes, robustMes, consistentMes } = event;
      const part = 1 / excess;
      return {
        ...ephemeris,
        event: { ...event, mes: part * mes, robustMes: part * robustMes, consistentMes: part * consistentMes, excess },
      };
    };
    const whole = dividedBy(4, candidate(binary, PERIOD));
    const halves = dividedBy(1.2, candidate(binary, 2.5 * PERIOD));
    expect(halves.event.consistentMes).toBeGreaterThan(whole.event.consistentMes);
    expect(strongestCandidate([halves, whole], THRESHOLD)?.period).toBe(PERIOD);
  });

  it('is a detection if there is one, even if a weaker dip has more equal transits', () => {
    const at = candidate(curve, PERIOD);
    const detection = { ...at, event: { ...at.event, mes: 7.8, consistentMes: 6.2 } };
    const none = { ...at, period: 1.35, event: { ...at.event, mes: 6.8, consistentMes: 6.8 } };
    expect(strongestCandidate([none, detection], THRESHOLD)).toBe(detection);
  });

  it('is undefined without candidates', () => {
    expect(strongestCandidate([], THRESHOLD)).toBeUndefined();
  });
});
