import { earthRadii } from '../fit/planet-radius';
import type { VetSubject, VetTest } from './vet-test';

/** No planet is larger: the most inflated hot Jupiters reach about 2 Jupiter radii [R⊕]. */
const MAX_RADIUS = 22;
/** The same as a depth for a star of the Sun's radius [ppm]: (22 R⊕ / R☉)² with the centre of the disc brighter. */
const MAX_DEPTH = 50_000;

/** Passes when the body is not larger than planets are (Thompson et al. 2018, ApJS 235, 38, use 30 R⊕; the default here is stricter). */
export function size({ fit, target }: VetSubject): VetTest {
  const name = 'size';
  if (target.radius === undefined) {
    const value = fit.depth.value;
    const fail = value > MAX_DEPTH;
    const sentence = fail
      ? `The dip is ${percent(value)} deep: on a star like the Sun only another star could block that much light.`
      : `The dip is ${percent(value)} deep, which a planet can cause on a star like the Sun. The size of this star is not known.`;
    return { name, value, limit: MAX_DEPTH, unit: 'ppm', verdict: fail ? 'fail' : 'pass', sentence };
  }
  const radius = earthRadii(fit.radiusRatio, target.radius);
  const fail = radius.value - Math.min(radius.error, 0.3 * radius.value) > MAX_RADIUS;
  const sentence = fail
    ? `The body would have ${radius.value.toFixed(0)} Earth radii; the largest planets have about ${MAX_RADIUS}, so this is a star.`
    : `The body has ${radius.value.toFixed(1)} Earth radii, the size of a planet.`;
  return {
    name,
    value: radius.value,
    limit: MAX_RADIUS,
    unit: 'R_earth',
    verdict: fail ? 'fail' : 'pass',
    sentence,
  };
}

function percent(ppm: number): string {
  return `${(ppm / 1e4).toPrecision(2)} %`;
}
