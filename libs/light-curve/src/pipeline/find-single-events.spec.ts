import { describe, expect, it } from 'vitest';
import { takeRows } from '../clean/take-rows';
import { injectTransits } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import type { LightCurve } from '../types';
import { analyze } from './analyze';
import { findSingleEvents } from './find-single-events';

const SUN = { mission: 'KEPLER' as const, teff: 5772, logg: 4.438, radius: 1 };
/** One transit, 400 d before and after the next ones. */
const lone = (epoch: number, radiusRatio = 0.08) => sunPlanet(400, radiusRatio, { epoch });

describe('a transit that is seen once', () => {
  const { detections, singleEvents, eventPairs, notices } = analyze(madeCurve({ planets: [lone(170)] }), {
    target: SUN,
  });

  it('is reported with time, depth and duration, never as a detection', () => {
    expect(detections).toEqual([]);
    expect(eventPairs).toEqual([]);
    const [event, ...others] = singleEvents;
    expect(others).toEqual([]);
    expect(Math.abs(event.time.value - 170)).toBeLessThan(0.02);
    expect(event.depth.value / 1e6 / 0.08 ** 2).toBeGreaterThan(0.95);
    expect(event.depth.value / 1e6 / 0.08 ** 2).toBeLessThan(1.4);
    expect(event.significance).toBeGreaterThan(50);
    expect(notices.join()).toMatch(/a single transit-like event at BKJD 170\.\d\d: \d+ ppm for 1\d\.\d h/);
  });

  it('has the periods that the observed windows and its duration allow: 400 d among them, none under 50 d', () => {
    // The curve runs from 130 to 220 d: at less than 50 d a second transit would be seen. At apastron of an eccentric orbit a
    // transit lasts twice as long, as long as one of 8 times the period on a circle: 400/8 = 50 d.
    const [{ periodMin, periodMax }] = singleEvents;
    expect(periodMin).toBeGreaterThan(49);
    expect(periodMin).toBeLessThan(60);
    expect(periodMax).toBeGreaterThan(400);
  });

  it('is fitted with limb darkening that is given: a uniform disk loses the square of the radius ratio', () => {
    const limb = { u1: 0, u2: 0 };
    const curve = madeCurve({ noise: 1e-4, planets: [{ ...lone(170), limb }] });
    const [event] = analyze(curve, { target: SUN, limb }).singleEvents;
    const [ofStar] = analyze(curve, { target: SUN }).singleEvents;
    expect(Math.abs(event.depth.value / 1e6 / 0.08 ** 2 - 1)).toBeLessThan(0.01);
    expect(event.depth.value).toBeLessThan(ofStar.depth.value);
  });
});

describe('a transit that the data cut off', () => {
  it.each([
    ['begin', 130.05],
    ['end', 219.95],
  ])('where they %s is said, and is no event', (_, at) => {
    const { detections, singleEvents, notices } = analyze(madeCurve({ planets: [lone(at)] }), { target: SUN });
    expect([...detections, ...singleEvents]).toEqual([]);
    expect(notices[0]).toMatch(
      /^the flux is lower by \d{4} ppm at an edge of the data, at BKJD (130|219)\.\d\d: a part of a transit, or an artefact$/,
    );
  });

  it('hides no whole one, however many there are', () => {
    const edges = Array.from({ length: 8 }, (_, place) => 130 + 11.25 * place);
    const made = madeCurve({ planets: [lone(171), ...edges.map((edge) => lone(edge - 0.05))] });
    const kept = [...made.time.keys()].filter((row) =>
      edges.every((edge) => made.time[row] > edge || made.time[row] < edge - 1),
    );
    const curve = takeRows(made, kept);
    const segment = curve.segment.map((_, row) => edges.filter((edge) => edge <= curve.time[row]).length);
    const { events } = findSingleEvents({ ...curve, segment }, [], SUN);
    expect(events.map(({ time }) => Math.round(time.value))).toEqual([171]);
  });

  it('is not said of a ramp that fades over a day', () => {
    const curve = madeCurve({ seed: 7 });
    const flux = curve.flux.map((value, row) => value - 4e-3 * Math.exp(130 - curve.time[row]));
    expect(findSingleEvents({ ...curve, flux }, [], SUN).partial).toEqual([]);
  });
});

describe('two transits that are alike', () => {
  it('are linked by the periods that fit both, and are no detection that passes', () => {
    const planet = sunPlanet(51.2, 0.08, { epoch: 150 });
    const { detections, singleEvents, eventPairs } = analyze(madeCurve({ planets: [planet] }), { target: SUN });
    expect(detections.filter(({ passed }) => passed)).toEqual([]);
    expect(singleEvents.map(({ time }) => Math.round(10 * time.value) / 10)).toEqual([150, 201.2]);
    expect(eventPairs).toHaveLength(1);
    // Half of the distance would show a transit at 175.6, a third two more.
    expect(eventPairs[0].periods.map((period) => Math.round(period * 10) / 10)).toEqual([51.2]);
  });
});

describe('no single event', () => {
  const none = (curve: LightCurve) => expect(findSingleEvents(curve, [], SUN).events).toEqual([]);

  it.each([1, 2, 3, 4, 5])('is in noise (seed %i)', (seed) => none(madeCurve({ seed })));

  it('is a step, a few bad points, or the edge of a gap', () => {
    const curve = madeCurve({ seed: 7 });
    const changed = (of: (time: number, flux: number, row: number) => number): LightCurve => ({
      ...curve,
      flux: curve.flux.map((flux, row) => of(curve.time[row], flux, row)),
    });
    none(changed((time, flux) => (time > 170 ? flux - 0.003 : flux)));
    none(changed((_, flux, row) => (row === 2000 || row === 2004 ? flux - 0.05 : flux)));
    none(changed((time, flux) => flux - 0.004 * Math.exp(-(time - 130) / 0.2)));
  });

  it('is a transit of a planet that is known', () => {
    const planet = sunPlanet(7.3, 0.08);
    const curve = injectTransits(madeCurve(), planet);
    expect(findSingleEvents(curve, [{ period: 7.3, epoch: planet.epoch, duration: 4.5 }], SUN).events).toEqual([]);
  });

  it('is one of many: a star with more than five is variable', () => {
    const epochs = [136, 149, 158, 171, 180, 197, 211];
    none(epochs.reduce((curve, epoch) => injectTransits(curve, lone(epoch)), madeCurve()));
  });
});
