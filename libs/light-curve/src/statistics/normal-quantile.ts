/**
 * Value that a standard normal variable stays under with probability `p`, 0 < p ≤ 0.5, within 4.5e-4
 * (Abramowitz & Stegun 1964, 26.2.23).
 */
export function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return above / below - t;
}
