/** Complete elliptic integrals as Mandel & Agol (2002) use them: the argument k is the modulus, not its square. */

/** First kind K(k), Hastings' polynomial (Abramowitz & Stegun 17.3.34, |error| < 2e-8). */
export function ellipticK(k: number): number {
  const m = 1 - k * k;
  const a = 1.38629436112 + m * (0.09666344259 + m * (0.03590092383 + m * (0.03742563713 + m * 0.01451196212)));
  const b = 0.5 + m * (0.12498593597 + m * (0.06880248576 + m * (0.03328355346 + m * 0.00441787012)));
  return a - b * Math.log(m);
}

/** Second kind E(k), Hastings' polynomial (Abramowitz & Stegun 17.3.36, |error| < 2e-8). */
export function ellipticE(k: number): number {
  const m = 1 - k * k;
  const a = 1 + m * (0.44325141463 + m * (0.0626060122 + m * (0.04757383546 + m * 0.01736506451)));
  const b = m * (0.2499836831 + m * (0.09200180037 + m * (0.04069697526 + m * 0.00526449639)));
  return a - b * Math.log(m);
}

/** Third kind Π(n, k) = ∫ dθ / ((1 + n sin²θ) √(1 − k² sin²θ)) from 0 to π/2, by Bulirsch (1965, Numerische Mathematik 7, 78). */
export function ellipticPi(n: number, k: number): number {
  let complement = Math.sqrt(1 - k * k);
  let p = Math.sqrt(n + 1);
  let m = 1;
  let c = 1;
  let d = 1 / p;
  let e = complement;
  for (;;) {
    const f = c;
    c = d / p + c;
    let g = e / p;
    d = 2 * (f * g + d);
    p = g + p;
    g = m;
    m = complement + m;
    if (Math.abs(1 - complement / g) <= 1e-8) return (0.5 * Math.PI * (c * m + d)) / (m * (m + p));
    complement = 2 * Math.sqrt(e);
    e = complement * m;
  }
}
