import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detrend } from '../detrend/detrend';
import { ephemerisOf } from '../fit/fit-transit';
import { Stopped } from '../search/pace';
import { contactDuration } from '../testing/inject-transit';
import { madeCurve, sunPlanet, varying } from '../testing/made-curve';
import type { Target } from '../types';
import type { Stage } from './analysis';
import { analyze } from './analyze';
import { measureRow } from './measure-row';

const SUN: Target = { mission: 'KEPLER', teff: 5772, logg: 4.438, radius: 1, magnitude: 12 };
const inner = sunPlanet(5.37, 0.06);
const outer = sunPlanet(13.91, 0.05, { epoch: 134.2 });
/** Fields of the candidate contract. */
const FIELDS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../contracts/src/candidate/fields.json'), 'utf8'),
) as { measurements: { name: string; errors?: boolean }[] };

describe('an analysis of a star with two planets', () => {
  const curve = madeCurve({ planets: [inner, outer], seed: 31 });
  const stages: { stage: Stage; fraction: number }[] = [];
  const analysis = analyze(curve, { target: SUN, onProgress: (stage, fraction) => stages.push({ stage, fraction }) });

  it('finds both, the strongest first, and nothing else', () => {
    expect(analysis.detections.map(({ rank }) => rank)).toEqual([1, 2]);
    const [first, second] = analysis.detections;
    expect(Math.abs(first.period.value / inner.period - 1)).toBeLessThan(1e-4);
    expect(Math.abs(second.period.value / outer.period - 1)).toBeLessThan(1e-4);
    expect(first.mes.value).toBeGreaterThan(second.mes.value);
    expect(first.passed && second.passed).toBe(true);
    expect(analysis.rejected?.mes ?? 0).toBeLessThan(15);
  });

  it('measures radius, duration and transits', () => {
    const [first] = analysis.detections;
    expect(first.radius?.value ?? 0).toBeCloseTo(0.06 * 109.076, 0);
    expect(first.duration.value / contactDuration(inner)).toBeCloseTo(1, 1);
    expect(first.transits).toEqual({ observed: 17, expected: 17 });
    expect(first.events.length).toBe(17);
    expect(first.density).toBeGreaterThan(0.3);
  });

  it('makes views and arrays small enough to plot', () => {
    const [first] = analysis.detections;
    expect(first.views.global.made && first.views.local.made).toBe(true);
    expect(first.folded.phase.length).toBe(first.folded.flux.length);
    expect(first.folded.phase.length).toBeLessThan(400);
    expect(analysis.detrended.time.length).toBeLessThanOrEqual(2000);
    const { period = [], signal = [] } = analysis.periodogram ?? {};
    expect(period.length).toBeLessThanOrEqual(2001);
    expect([...period].sort((a, b) => a - b)).toEqual(period);
    const peak = period[signal.indexOf(Math.max(...signal))];
    expect(Math.abs(peak / inner.period - 1)).toBeLessThan(0.01);
  });

  it('reports its stages in order', () => {
    const order = [...new Set(stages.map(({ stage }) => stage))];
    expect(order).toEqual(['detrending', 'searching', 'folding', 'testing']);
    const searching = stages.filter(({ stage }) => stage === 'searching').map(({ fraction }) => fraction);
    expect([...searching].sort((a, b) => a - b)).toEqual(searching);
  });

  it('measures a row with the field names of the candidate contract', () => {
    const row = measureRow(analysis.detections[0], SUN);
    const allowed = new Set(
      FIELDS.measurements.flatMap(({ name, errors }) =>
        errors ? [name, `${name}_err_low`, `${name}_err_high`] : [name],
      ),
    );
    for (const [name, value] of Object.entries(row)) {
      if (name === 'source') continue;
      expect(allowed).toContain(name);
      expect(Number.isFinite(value)).toBe(true);
      if (name.includes('_err_')) expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(row).toMatchObject({ source: 'KEPLER', star_radius: 1, star_mag: 12 });
    expect(row.period).toBeCloseTo(inner.period, 3);
    expect(row.insol).toBeGreaterThan(100);
  });

  it("the errors of the star's values stand in the row", () => {
    const row = measureRow(analysis.detections[0], { ...SUN, teffErr: 80, radiusErr: 0.1 });
    expect(row).toMatchObject({ star_teff_err_low: 80, star_teff_err_high: 80, star_radius_err_high: 0.1 });
    expect(row).not.toHaveProperty('star_mag_err_low');
  });
});

describe('an analysis', () => {
  it('does not search when the ephemeris is known', () => {
    const { detections, periodogram } = analyze(madeCurve({ planets: [inner] }), {
      known: { period: 5.3702, epoch: 131.31 },
    });
    expect(periodogram).toBeUndefined();
    expect(detections.length).toBe(1);
    expect(detections[0].sde).toBeUndefined();
    expect(Math.abs(detections[0].period.value / inner.period - 1)).toBeLessThan(1e-4);
  });

  it('finds nothing in a quiet star and reports how strong the strongest dip was', () => {
    const { detections, rejected } = analyze(madeCurve({ seed: 41 }));
    expect(detections).toEqual([]);
    expect(rejected?.mes).toBeLessThan(10);
  });

  it('separates slow variation of the star from the transits', () => {
    const curve = varying(madeCurve({ planets: [inner], seed: 44 }), 0.01, 11);
    const [first] = analyze(curve, { target: SUN, maxPlanets: 1 }).detections;
    expect(Math.abs(first.period.value / inner.period - 1)).toBeLessThan(1e-3);
    expect(first.depth.value / 1e6 / 0.06 ** 2).toBeGreaterThan(1);
  });

  it('returns the curve detrended in the window that is asked', () => {
    const curve = varying(madeCurve({ planets: [inner] }), 0.01, 3);
    const known = { period: 5.3702, epoch: 131.31 };
    const { detections, full } = analyze(curve, { known, detrendWindow: 12 });
    const mask = detections.map(ephemerisOf);
    expect(full.detrended.flux).toEqual(detrend(curve, { window: 12, mask }).flux);
  });

  it('looks for as many planets as asked', () => {
    expect(analyze(madeCurve({ planets: [inner, outer] }), { maxPlanets: 1 }).detections.length).toBe(1);
  });

  it('finds the planet beside dips of a guide star, which are neither detections nor single events', () => {
    const pointing = sunPlanet(1.692, 0.1, { epoch: 132.92 });
    const quarter1 = (part: number) =>
      madeCurve({ span: 34, noise: 1e-4, planets: [{ ...pointing, radiusRatio: part }, sunPlanet(4.31, 0.03)] });
    const { detections, rejected, singleEvents } = analyze(quarter1(0.06), { target: SUN, maxPlanets: 1 });
    expect(detections.map(({ period }) => period.value.toFixed(2))).toEqual(['4.31']);
    expect(rejected?.reason).toContain('guided by');
    expect(singleEvents).toEqual([]);
    const [star] = analyze(quarter1(0.15), { target: SUN, maxPlanets: 1 }).detections;
    expect(star.period.value).toBeCloseTo(1.692, 3);
  });

  it('stops when asked to', () => {
    expect(() => analyze(madeCurve(), { shouldStop: () => true })).toThrow(Stopped);
  });
});
