/**
 * Candidates with the fields of the peer's load, from a seeded generator.
 * @param {number} count
 * @param {number} [seed]
 */
export function candidates(count, seed = 1) {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const between = (/** @type {number} */ low, /** @type {number} */ high) => low + random() * (high - low);
  return Array.from({ length: count }, () => ({
    period: between(0.5, 300),
    radius: between(0.5, 15),
    period_err: between(1e-5, 1e-2),
    radius_err: between(0.01, 1),
    duration: between(1, 12),
    depth: between(50, 20_000),
    source: random() < 0.5 ? 'KEPLER' : 'TESS',
  }));
}
