/**
 * Flux of a uniformly bright star with a dark planet in front (Mandel & Agol 2002, ApJ 580, L171, equation 1):
 * an analytic transit that shares no code with the library.
 * `separation`: distance of the centres [stellar radii]; `ratio`: planet radius [stellar radii].
 */
export function uniformTransit(separation: number, ratio: number): number {
  const z = Math.abs(separation);
  if (z >= 1 + ratio) return 1;
  if (z <= 1 - ratio) return 1 - ratio ** 2;
  const planet = Math.acos((ratio ** 2 + z ** 2 - 1) / (2 * ratio * z));
  const star = Math.acos((1 - ratio ** 2 + z ** 2) / (2 * z));
  const kite = Math.sqrt(4 * z ** 2 - (1 + z ** 2 - ratio ** 2) ** 2) / 2;
  return 1 - (ratio ** 2 * planet + star - kite) / Math.PI;
}

/** A transit of total duration `duration` [h] at time `sinceMid` [d] from its middle, impact parameter 0. */
export function transitAt(sinceMid: number, duration: number, depthPpm: number): number {
  const ratio = Math.sqrt(depthPpm * 1e-6);
  const separation = (Math.abs(sinceMid) / (duration / 24 / 2)) * (1 + ratio);
  return uniformTransit(separation, ratio);
}
