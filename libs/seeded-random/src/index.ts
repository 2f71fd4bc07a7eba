/** Seeded uniform numbers in [0, 1), the same on every machine: mulberry32 (Tommy Ettinger), in steps of 2⁻³². */
export function seededRandom(seed: number): () => number {
  // Signed: an unsigned number above 2³¹ would be allocated at each step.
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seeded standard normal numbers (Box & Muller 1958, Ann. Math. Statist. 29, 610), two from each pair of uniform ones. */
export function seededNormal(seed: number): () => number {
  const random = seededRandom(seed);
  let second: number | undefined;
  return () => {
    if (second !== undefined) {
      const number = second;
      second = undefined;
      return number;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    second = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
