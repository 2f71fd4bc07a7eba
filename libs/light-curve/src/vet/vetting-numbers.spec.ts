import { describe, expect, it } from 'vitest';
import { analyze } from '../pipeline/analyze';
import { contactDuration, type InjectedPlanet } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import type { LightCurve, Target } from '../types';
import { VETTING_NUMBERS } from './vetting-numbers';

const SUN: Target = { mission: 'KEPLER', teff: 5772, logg: 4.438, radius: 1, magnitude: 14 };
const NAMES = VETTING_NUMBERS.map(({ name }) => name);

/** The numbers of a known ephemeris by name. */
function numbersOf(curve: LightCurve, planet: InjectedPlanet, target: Target = SUN): Record<string, number> {
  const known = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  const { vettingNumbers } = analyze(curve, { known, target }).detections[0];
  expect(vettingNumbers).toHaveLength(NAMES.length);
  return Object.fromEntries(NAMES.map((name, place) => [name, vettingNumbers[place]]));
}

const missing = (numbers: Record<string, number>): string[] => NAMES.filter((name) => Number.isNaN(numbers[name]));

describe('the vetting numbers', () => {
  it('keep the order in which models read them', () => {
    expect(NAMES).toEqual([
      'odd_even',
      'secondary_eclipse',
      'uniqueness',
      'v_shape',
      'duration_part',
      'mes',
      'consistent_mes',
      'other_dip_sigma',
      'other_dip_depth',
      'primary_sigma',
      'tertiary_sigma',
      'event_scatter',
      'events_seen',
      'half_length_mes',
      'half_length_ratio',
      'v_ness',
      'asymmetry',
      'flat_part',
      'separation',
      'radius_ratio_err',
      'wave_ppm',
      'wave_sigma',
      'half_wave_ppm',
      'half_wave_ratio',
      'masked_excess',
      'noise_6h',
      'noise_excess',
      'autocorrelation',
    ]);
    expect(new Set(NAMES).size).toBe(28);
  });

  it('are all finite for a planet of a known star, and lack what the star gives for an unknown one', () => {
    const planet = sunPlanet(6.1, 0.06);
    const curve = madeCurve({ planets: [planet], seed: 12 });
    expect(missing(numbersOf(curve, planet))).toEqual([]);
    expect(missing(numbersOf(curve, planet, {}))).toEqual(['duration_part', 'noise_excess']);
  });

  it('lack what needs odd and even transits where there is one', () => {
    const planet = sunPlanet(50, 0.08, { epoch: 145 });
    expect(missing(numbersOf(madeCurve({ span: 30, planets: [planet] }), planet))).toEqual(
      expect.arrayContaining(['odd_even']),
    );
  });

  it('are NaN or finite, and nothing is thrown, where there is no transit, no noise or no flat part', () => {
    const odd: [LightCurve, InjectedPlanet][] = [
      [madeCurve({ span: 3 }), sunPlanet(50, 0.1)],
      [madeCurve({ span: 40, noise: 0 }), sunPlanet(5, 0.1)],
      [madeCurve({ span: 40, noise: 0, planets: [sunPlanet(5, 0.1)] }), sunPlanet(5, 0.1)],
      [madeCurve({ span: 20 }), sunPlanet(0.3, 0.1)],
    ];
    for (const [curve, planet] of odd)
      for (const value of Object.values(numbersOf(curve, planet))) expect(Math.abs(value)).not.toBe(Infinity);
  });
});

describe('the vetting numbers of an eclipsing binary', () => {
  const planet = sunPlanet(1.5, 0.1);
  const { period, epoch } = planet;
  const transits = numbersOf(madeCurve({ planets: [planet] }), planet);
  /** Two stars at twice the period, whose eclipses last as long and differ in depth, with another dip between them. */
  const star = { ...planet, period: 2 * period, separation: 2 * planet.separation };
  const eclipses = [
    star,
    { ...star, radiusRatio: 0.08, epoch: epoch + period },
    { ...planet, radiusRatio: 0.04, epoch: epoch + 0.45 * period },
  ];
  const bare = madeCurve({ planets: eclipses });
  const binary = numbersOf(bare, planet);

  it('show that odd and even eclipses differ', () => {
    expect(transits.odd_even).toBeLessThan(3);
    expect(binary.odd_even).toBeGreaterThan(10);
    expect(binary.event_scatter).toBeGreaterThan(10 * transits.event_scatter);
  });

  it('show the second eclipse', () => {
    expect(transits.other_dip_sigma).toBeLessThan(5);
    expect(binary.other_dip_sigma).toBeGreaterThan(5);
    // Its depth is near 0.04², and the test gives it over the mean of 0.1² and 0.08² in %.
    expect(Math.abs(binary.other_dip_depth / 1600 - 1)).toBeLessThan(0.2);
    expect(binary.secondary_eclipse).toBeGreaterThan(15);
    expect(binary.secondary_eclipse).toBeLessThan(25);
  });

  it('show the tides', () => {
    expect(Math.abs(transits.half_wave_ppm)).toBeLessThan(20);
    const tides = (time: number) => -1e-3 * Math.cos((4 * Math.PI * (time - epoch)) / period);
    const deformed = numbersOf({ ...bare, flux: bare.flux.map((flux, row) => flux + tides(bare.time[row])) }, planet);
    // The detrending takes a part of the 1000 ppm.
    expect(deformed.half_wave_ppm).toBeGreaterThan(200);
    expect(deformed.half_wave_ppm).toBeLessThan(1000);
    expect(deformed.half_wave_ratio).toBeGreaterThan(10 * Math.abs(transits.half_wave_ratio));
    expect(deformed.uniqueness).toBeLessThan(transits.uniqueness);
  });
});

describe('the vetting numbers of a dip that only grazes its star', () => {
  const central = sunPlanet(4, 0.1, { impact: 0 });
  const grazing = sunPlanet(4, 0.1, { impact: 1.02, separation: 6 });
  const [flat, pointed] = [central, grazing].map((one) =>
    numbersOf(madeCurve({ noise: 5e-5, planets: [one] }), one, {}),
  );

  it('show a V', () => {
    expect(pointed.v_ness).toBeLessThan(flat.v_ness - 0.2);
    expect(pointed.half_length_ratio).toBeGreaterThan(flat.half_length_ratio + 0.1);
    expect(pointed.flat_part).toBeLessThan(flat.flat_part);
    expect(pointed.v_shape).toBeGreaterThan(flat.v_shape);
    expect(Math.abs(pointed.asymmetry)).toBeLessThan(0.1);
  });
});
