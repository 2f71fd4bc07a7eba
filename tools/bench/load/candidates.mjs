/** Candidates with the fields that the peer's load has, from a seeded generator. */
export function candidates(count, seed = 1) {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const between = (low, high) => low + random() * (high - low);
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
