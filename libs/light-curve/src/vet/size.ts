import { earthRadii } from '../fit/planet-radius';
import { significant } from '../significant';
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
      ? `The dip is ${percent(value)} deep: on a star like the Sun only another star could block more than ${percent(MAX_DEPTH)}.`
      : `The dip is ${percent(value)} deep, which a planet can cause on a star like the Sun (up to ${percent(MAX_DEPTH)}). The size of this star is not known.`;
    return {
      name,
      value,
      limit: MAX_DEPTH,
      limitIs: 'maximum',
      unit: 'ppm',
      verdict: fail ? 'fail' : 'pass',
      sentence,
    };
  }
  const { value, error } = earthRadii(fit.radiusRatio, target.radius, target.radiusErr);
  const common = { name, value, limit: MAX_RADIUS, limitIs: 'maximum', unit: 'R_earth' } as const;
  if (value <= MAX_RADIUS)
    return {
      ...common,
      verdict: 'pass',
      sentence: `The body has ${value.toFixed(1)} Earth radii, the size of a planet (at most ${MAX_RADIUS}).`,
    };
  if (value - Math.min(error, 0.3 * value) <= MAX_RADIUS)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: `The body has ${value.toFixed(1)} ± ${error.toFixed(1)} Earth radii, which may be a planet of up to ${MAX_RADIUS} or a star.`,
    };
  return {
    ...common,
    verdict: 'fail',
    sentence: `The body would have ${value.toFixed(1)} ± ${error.toFixed(1)} Earth radii; the largest planets have about ${MAX_RADIUS}, so this is a star.`,
  };
}

function percent(ppm: number): string {
  return `${significant(ppm / 1e4, 3)} %`;
}
