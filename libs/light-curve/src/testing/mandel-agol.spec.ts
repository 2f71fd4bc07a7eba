import { describe, expect, it } from 'vitest';
import { uniformTransit } from '../../test/uniform-transit';
import { contactDuration, injectTransits } from './inject-transit';
import { madeCurve, sunPlanet } from './made-curve';
import { mandelAgolFlux, uniformOcculted } from './mandel-agol';

const SUN = { u1: 0.4, u2: 0.26 };
const RATIOS = [0.01, 0.05, 0.1, 0.3, 0.5, 0.8, 1.2];

/** The limb-darkened star cut in thin rings, each hidden over the angle that the planet's disc covers: no elliptic integrals. */
function byRings(z: number, p: number, { u1, u2 }: typeof SUN, rings = 20_000): number {
  let light = 0;
  let hidden = 0;
  for (let i = 0; i < rings; i++) {
    const r = (i + 0.5) / rings;
    const dim = 1 - Math.sqrt(1 - r * r);
    const ring = r * (1 - u1 * dim - u2 * dim * dim);
    light += ring;
    if (r + z <= p) hidden += ring;
    else if (r < z + p && r > Math.abs(z - p))
      hidden += (ring * Math.acos((r * r + z * z - p * p) / (2 * r * z))) / Math.PI;
  }
  return 1 - hidden / light;
}

describe('the Mandel & Agol transit', () => {
  it('without limb darkening is their equation 1', () => {
    for (const p of RATIOS.filter((ratio) => ratio < 1)) {
      for (let z = 0.003; z < 1.1 + p; z += 0.013) {
        expect(1 - uniformOcculted(z, p)).toBeCloseTo(uniformTransit(z, p), 10);
        expect(mandelAgolFlux(z, p, { u1: 0, u2: 0 })).toBeCloseTo(uniformTransit(z, p), 10);
      }
    }
  });

  it('agrees with a star cut in rings at every distance and size', () => {
    for (const p of RATIOS) {
      for (let z = 0; z < 1.05 + p; z += 0.0371)
        expect(Math.abs(mandelAgolFlux(z, p, SUN) - byRings(z, p, SUN))).toBeLessThan(2e-6);
    }
  });

  it('hides at the centre of the disc what the closed form of the ring integral says', () => {
    for (const p of RATIOS.filter((ratio) => ratio < 1)) {
      const { u1, u2 } = SUN;
      const mu = Math.sqrt(1 - p * p);
      const hidden = (1 - u1 - u2) * p * p + ((u1 + 2 * u2) * 2 * (1 - mu ** 3)) / 3 - u2 * (p * p - p ** 4 / 2);
      expect(mandelAgolFlux(0, p, SUN)).toBeCloseTo(1 - hidden / (1 - SUN.u1 / 3 - SUN.u2 / 6), 6);
    }
  });

  it('is 1 outside the star and finite where the formulas divide by zero', () => {
    for (const p of RATIOS) {
      expect(mandelAgolFlux(1 + p, p, SUN)).toBe(1);
      for (const z of [0, p, Math.abs(1 - p), 1, 1 + p - 1e-9])
        expect(Number.isFinite(mandelAgolFlux(z, p, SUN))).toBe(true);
    }
  });
});

describe('injected transits', () => {
  it('last from first to fourth contact plus one exposure', () => {
    const planet = sunPlanet(7, 0.1);
    const { time, flux } = madeCurve({ noise: 0, planets: [planet] });
    const inside = Array.from(time.keys()).filter((row) => flux[row] < 1 && Math.abs(time[row] - planet.epoch) < 1);
    const hours = 24 * (time[inside[inside.length - 1]] - time[inside[0]]);
    expect(Math.abs(hours - contactDuration(planet))).toBeLessThan(2 * 24 * 0.0204);
  });

  it('leave the flux outside untouched', () => {
    const quiet = madeCurve({ seed: 4 });
    const planet = sunPlanet(7, 0.1);
    const { flux } = injectTransits(quiet, planet);
    const far = Array.from(quiet.time.keys()).filter(
      (row) => Math.abs(((quiet.time[row] - planet.epoch + 3.5) % 7) - 3.5) > 0.3,
    );
    expect(far.every((row) => flux[row] === quiet.flux[row])).toBe(true);
  });
});
