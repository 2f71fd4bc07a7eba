import { describe, expect, it } from 'vitest';
import { exposureMean } from '../testing/inject-transit';
import { mandelAgolFlux } from '../testing/mandel-agol';
import { OccultationTable, occultedLight } from './occultation';
import { flatPart, separationOf, TransitProfile } from './transit-shape';

const SUN = { u1: 0.4, u2: 0.26 };

describe('the light hidden in a fit', () => {
  it('agrees with Mandel & Agol, which is computed differently', () => {
    for (const k of [0.01, 0.03, 0.1, 0.3, 0.9]) {
      const table = new OccultationTable(k).darkenedBy(SUN);
      for (let z = 0; z < 1.02 + k; z += 0.0113) {
        const analytic = 1 - mandelAgolFlux(z, k, SUN);
        expect(Math.abs(occultedLight(z, k, SUN) - analytic)).toBeLessThan(4e-3 * k * k + 1e-8);
        expect(Math.abs(table(z) - analytic)).toBeLessThan(0.03 * k * k);
      }
    }
  });

  it('of a profile is deepest at mid-transit, gone at the contacts and smeared by an exposure', () => {
    const shape = { duration: 3, impact: 0.2, radiusRatio: 0.1 };
    const sharp = new TransitProfile(shape, SUN, 0, 10);
    const smeared = new TransitProfile(shape, SUN, 0.0204, 10);
    expect(sharp.lossAt(0)).toBeCloseTo(sharp.depth, 12);
    expect(sharp.lossAt(1.5 / 24)).toBe(0);
    expect(smeared.lossAt(1.5 / 24)).toBeGreaterThan(0);
    expect(smeared.lossAt(0)).toBeLessThan(sharp.lossAt(0));
  });

  it('is that of a circular orbit, also of one that is close to the star, averaged over the exposure', () => {
    const [period, radiusRatio] = [1.7, 0.12];
    for (const separation of [1.8, 3.6, 12])
      for (const impact of [0, 0.5, 1])
        for (const exposure of [0.001, 0.0204]) {
          const contact = Math.asin(
            Math.sqrt(((1 + radiusRatio) ** 2 - impact ** 2) / (separation ** 2 - impact ** 2)),
          );
          const shape = { duration: (24 * period * contact) / Math.PI, impact, radiusRatio };
          const profile = new TransitProfile(shape, SUN, exposure, period);
          const seen = (time: number): number => {
            const angle = (2 * Math.PI * time) / period;
            return mandelAgolFlux(Math.hypot(separation * Math.sin(angle), impact * Math.cos(angle)), radiusRatio, SUN);
          };
          for (let phase = -0.3; phase < 0.3; phase += 0.0071)
            expect(Math.abs(1 - exposureMean(seen, phase, exposure) - profile.lossAt(phase))).toBeLessThan(
              0.002 * radiusRatio ** 2,
            );
        }
  });

  it('has contacts as Seager & Mallén-Ornelas (2003) give them', () => {
    const [separation, impact, radiusRatio, period] = [12, 0.4, 0.1, 5];
    const sine = (radius: number): number =>
      Math.sqrt((radius * radius - impact * impact) / (separation * separation - impact * impact));
    const total = (24 * period * Math.asin(sine(1 + radiusRatio))) / Math.PI;
    const flat = (24 * period * Math.asin(sine(1 - radiusRatio))) / Math.PI;
    const shape = { duration: total, impact, radiusRatio };
    expect(separationOf(shape, period)).toBeCloseTo(separation, 1);
    expect(flatPart(shape)).toBeCloseTo(flat / total, 2);
    expect(flatPart({ ...shape, impact: 0.95 })).toBe(0);
  });
});
