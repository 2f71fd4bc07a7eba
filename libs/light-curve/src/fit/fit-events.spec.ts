import { describe, expect, it } from 'vitest';
import { takeRows } from '../clean/take-rows';
import { contactDuration, type InjectedPlanet, injectTransits } from '../testing/inject-transit';
import { CADENCE, madeCurve, sunPlanet } from '../testing/made-curve';
import { mandelAgolFlux } from '../testing/mandel-agol';
import type { LightCurve } from '../types';
import { fitEvents } from './fit-events';
import { fitTransit } from './fit-transit';

const eventsOf = (curve: LightCurve, planet: InjectedPlanet, depth: number) => {
  const start = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  return fitEvents(curve, fitTransit(curve, start, { depth }));
};

describe('the events of a detection', () => {
  it('scatter about their depth and time by their errors', () => {
    const planet = sunPlanet(4.1, 0.05);
    const truth = 1e6 * (1 - mandelAgolFlux(planet.impact, planet.radiusRatio, planet.limb));
    const pulls = [1, 2, 3, 4].flatMap((seed) =>
      eventsOf(madeCurve({ noise: 2e-4, planets: [planet], seed }), planet, 3000).map(
        ({ time, predicted, depth, depthErr }) => [
          (time!.value - planet.epoch - planet.period * Math.round((predicted - planet.epoch) / planet.period)) /
            time!.error,
          (depth - truth) / depthErr,
        ],
      ),
    );
    const scatter = (index: number) => Math.sqrt(pulls.reduce((sum, pull) => sum + pull[index] ** 2, 0) / pulls.length);
    expect(pulls.length).toBeGreaterThan(80);
    for (const index of [0, 1]) {
      expect(scatter(index)).toBeGreaterThan(0.7);
      expect(scatter(index)).toBeLessThan(1.3);
    }
  });

  it('are each at the time at which it was put in', () => {
    const planet = sunPlanet(9, 0.08);
    const late = [0, 20, -15, 10, 0, -20, 15, 5, 0, -10].map((minutes) => minutes / 1440);
    const curve = late.reduce(
      (sum, shift, number) =>
        injectTransits(sum, {
          ...planet,
          period: 400,
          separation: (planet.separation * 400) / planet.period,
          epoch: planet.epoch + number * planet.period + shift,
        }),
      madeCurve({ noise: 1e-4 }),
    );
    const events = eventsOf(curve, planet, 7000);
    expect(events).toHaveLength(10);
    events.forEach(({ time }, number) => {
      expect(Math.abs(time!.value - (planet.epoch + number * planet.period + late[number]))).toBeLessThan(
        4 * time!.error + 1 / 1440,
      );
    });
  });

  it('are near 0 in a window without a dip', () => {
    const planet = sunPlanet(9, 0.08);
    const curve = injectTransits(madeCurve({ noise: 1e-4 }), {
      ...planet,
      period: 27,
      separation: 3 * planet.separation,
    });
    const events = eventsOf(curve, planet, 7000);
    const absent = events.filter((_, number) => number % 3 !== 0);
    for (const { significance, time } of absent) {
      expect(Math.abs(significance)).toBeLessThan(5);
      expect(time).toBeUndefined();
    }
  });

  it.each([
    ['and none beside it', 1],
    ['and those just outside', 0.75],
  ])('have no precise time, but the depth of the others, where one cadence inside was observed %s', (_, lost) => {
    const planet = sunPlanet(0.87, 0.05, { separation: 5.4 });
    const duration = contactDuration(planet) / 24;
    const whole = madeCurve({ noise: 1.5e-4, planets: [planet] });
    const cut = [7, 12, 21].map((number) => planet.epoch + number * planet.period);
    const isLost = (time: number) =>
      cut.some(
        (middle) => Math.abs(time - middle) < lost * duration && Math.abs(time - middle - 0.3 * duration) > CADENCE / 2,
      );
    const rows = [...whole.time.keys()].filter((row) => !isLost(whole.time[row]));
    const events = eventsOf(takeRows(whole, rows), planet, 3000);
    const depth = events.reduce((sum, event) => sum + event.depth, 0) / events.length;
    const cutOff = events.filter(({ predicted }) => cut.some((middle) => Math.abs(predicted - middle) < duration / 4));
    expect(cutOff).toHaveLength(3);
    for (const event of cutOff) {
      if (event.time) {
        expect(event.time.error).toBeGreaterThan(duration / 8);
        expect(Math.abs(event.time.value - event.predicted)).toBeLessThan(4 * event.time.error);
      }
      expect(Math.abs(event.depth - depth)).toBeLessThan(4 * event.depthErr);
    }
    for (const { time } of events) if (time) expect(time.error).toBeLessThan(duration / 2);
  });

  it('are equally deep where the cadences fall half an exposure apart in turn', () => {
    const planet = sunPlanet(180.5 * CADENCE, 0.08, { separation: 40 });
    const depths = eventsOf(madeCurve({ noise: 5e-5, planets: [planet] }), planet, 7000).map(({ depth }) => depth);
    const mean = (parity: number) => {
      const own = depths.filter((_, index) => index % 2 === parity);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(mean(0) / mean(1)).toBeCloseTo(1, 1.5);
  });
});
