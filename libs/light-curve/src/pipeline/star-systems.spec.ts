import { describe, expect, it } from 'vitest';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { analyze } from './analyze';
import { atHalfPeriod, starSystems } from './star-systems';

const SUN = { mission: 'KEPLER' as const, teff: 5772, logg: 4.438, radius: 1 };
const hit = (period: number, mes: number, epoch = 130, depth = 1000) => ({
  period,
  epoch,
  duration: 3,
  event: { mes, depth } as never,
});

const none = () => [];

describe('dips of one system', () => {
  it('have one period, or a declared ratio of it', () => {
    const systems = starSystems([hit(6.0001, 90), hit(3, 20), hit(6, 50, 132), hit(6.2, 10), hit(13, 40)], 90, none);
    expect(systems.map(({ members }) => members.map(({ period }) => period))).toEqual([[6.0001, 6, 3], [13], [6.2]]);
  });

  it('are those of planets where the periods drift apart', () => {
    expect(starSystems([hit(17.1, 90), hit(34.6, 50)], 80, none)).toHaveLength(2);
    expect(starSystems([hit(13.024, 90), hit(22.687, 80), hit(10.304, 50)], 1400, none)).toHaveLength(3);
  });

  it('may be one body at half the period: equally deep and half a period apart', () => {
    const twinOf = (epoch: number, depth: number) =>
      atHalfPeriod({ leader: hit(6, 90), members: [hit(6, 90), hit(6, 80, epoch, depth)] })?.period;
    expect(twinOf(133, 950)).toBe(3);
    expect(twinOf(133, 500)).toBeUndefined();
    expect(twinOf(132.5, 950)).toBeUndefined();
  });
});

describe('two planets in resonance', () => {
  // As near to 2:1 and 3:1 as Kepler-223's, in a curve too short to show the difference.
  it.each([
    [7, 14.014, 90],
    [3.5, 7, 27],
    [5, 15.01, 90],
  ])('of %f and %f d are two detections that pass', (inner, outer, span) => {
    const planets = [sunPlanet(inner, 0.06), sunPlanet(outer, 0.07, { epoch: 131.3 + 0.31 * outer })];
    const { detections, singleEvents } = analyze(madeCurve({ span, planets }), { target: SUN });
    expect(detections.map(({ period }) => period.value).sort((a, b) => a - b)).toEqual([
      expect.closeTo(inner, 2),
      expect.closeTo(outer, 2),
    ]);
    expect(detections.flatMap(({ tests }) => tests.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
    expect(singleEvents).toEqual([]);
  });
});

describe('an eclipsing binary', () => {
  it('with eclipses of 4000 and 2000 ppm is one detection, which fails by its second eclipse', () => {
    const primary = sunPlanet(6, 0.06);
    const secondary = { ...primary, radiusRatio: 0.042, epoch: primary.epoch + 2.7 };
    const { detections } = analyze(madeCurve({ planets: [primary, secondary] }), { target: SUN });
    expect(detections).toHaveLength(1);
    expect(detections[0].period.value).toBeCloseTo(6, 2);
    expect(detections[0].tests.find(({ name }) => name === 'secondary_eclipse')).toMatchObject({ verdict: 'fail' });
  });

  // Phase of the second eclipse, and how many times longer than the first it is: on a circle, and near periastron and apastron.
  it.each([
    [0.5, 1],
    [0.31, 0.5],
    [0.62, 2],
  ])('leaves no single events: second eclipses at phase %f that last %f times as long', (phase, slower) => {
    const primary = sunPlanet(6, 0.25);
    const secondary = {
      ...primary,
      radiusRatio: 0.1,
      epoch: primary.epoch + phase * primary.period,
      separation: primary.separation / slower,
    };
    const third = sunPlanet(400, 0.12, { epoch: 148.1, separation: 400 });
    const binary = analyze(madeCurve({ span: 27, planets: [primary, secondary] }), { target: SUN });
    expect(binary.detections.map(({ period }) => period.value.toFixed(2))).toEqual(['6.00']);
    expect(binary.singleEvents).toEqual([]);
    expect(binary.notices).toEqual([]);
    // A third body that crosses once is no eclipse of the pair.
    const triple = analyze(madeCurve({ span: 27, planets: [primary, secondary, third] }), { target: SUN });
    expect(triple.singleEvents.map(({ time }) => time.value.toFixed(1))).toEqual(['148.1']);
  });

  it('that is found at twice its period, by every other eclipse, is one detection', () => {
    const first = sunPlanet(2.946, 0.32, { epoch: 131.1, separation: 6 });
    const other = { ...first, epoch: first.epoch + 1.473 };
    const secondary = { ...first, period: 1.473, epoch: first.epoch + 0.22 * 1.473, radiusRatio: 0.09, separation: 4 };
    const { detections } = analyze(madeCurve({ planets: [first, other, secondary] }), { target: SUN });
    expect(detections).toHaveLength(1);
    expect(detections[0].passed).toBe(false);
  });

  it('with more second eclipses than a variable star may have dips hides no third body', () => {
    const primary = sunPlanet(12, 0.25);
    const secondary = { ...primary, radiusRatio: 0.1, epoch: primary.epoch + 4.1 };
    const third = sunPlanet(900, 0.12, { epoch: 188.6 });
    const { singleEvents } = analyze(madeCurve({ planets: [primary, secondary, third] }), { target: SUN });
    expect(singleEvents.map(({ time }) => time.value.toFixed(1))).toEqual(['188.6']);
  });

  it('with eclipses of changing depth, in every orbit, leaves no single events', () => {
    const depths = [0.2, 0.12, 0.2, 0.24];
    const planets = depths.map((ratio, at) => sunPlanet(400, ratio, { epoch: 133 + 7 * at, separation: 760 }));
    const { detections, singleEvents } = analyze(madeCurve({ span: 27, planets }), { target: SUN });
    expect(detections.map(({ period }) => period.value.toFixed(2))).toEqual(['7.00']);
    expect(detections[0].tests.find(({ name }) => name === 'depth_consistency')).toMatchObject({ verdict: 'fail' });
    expect(singleEvents).toEqual([]);
  });
});
