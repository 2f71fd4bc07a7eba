/** A synthetic light curve: flat, with white noise and box-shaped transits, so that the planet in it is known exactly. */
export interface SyntheticCurve {
  /** [d, BKJD] */
  time: number[];
  /** [e-/s] */
  flux: number[];
}

interface Planet {
  period: number;
  epoch: number;
  /** [h] */
  duration: number;
  /** [ppm] */
  depth: number;
}

const CADENCE = 29.4244 / 60 / 24;

/** @param noise 1 sigma of one cadence [ppm] */
export function syntheticCurve({
  days,
  noise,
  planet,
  seed = 1,
}: {
  days: number;
  noise: number;
  planet: Planet;
  seed?: number;
}): SyntheticCurve {
  const random = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const time = Array.from({ length: Math.floor(days / CADENCE) }, (_, i) => 131.5 + i * CADENCE);
  const flux = time.map((t) => {
    const phase = ((((t - planet.epoch) / planet.period + 0.5) % 1) + 1) % 1;
    const inTransit = Math.abs(phase - 0.5) * planet.period * 24 < planet.duration / 2;
    return 10_000 * (1 + (noise * normal() - (inTransit ? planet.depth : 0)) * 1e-6);
  });
  return { time, flux };
}

export const asCsv = ({ time, flux }: SyntheticCurve): string =>
  `time,flux\n${time.map((t, i) => `${t.toFixed(6)},${flux[i].toFixed(4)}`).join('\n')}\n`;

/** A small seeded generator of uniform numbers in (0, 1): mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}
