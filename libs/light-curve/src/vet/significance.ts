import type { VetSubject, VetTest } from './vet-test';

/** Kepler's threshold: under one false alarm by chance in the whole mission (Jenkins, Caldwell & Borucki 2002, ApJ 564, 495). */
export const MES_LIMIT = 7.1;

/** The transits together stand out of the noise. */
export function significance({ event }: VetSubject): VetTest {
  const value = event.mes;
  const pass = value >= MES_LIMIT;
  const sentence = pass
    ? `All transits together stand ${value.toFixed(1)} times above the noise; ${MES_LIMIT} is needed so that chance alone hardly ever does it.`
    : `All transits together stand only ${value.toFixed(1)} times above the noise; below ${MES_LIMIT} a chance alignment of noise can look the same.`;
  return { name: 'significance', value, limit: MES_LIMIT, unit: 'σ', verdict: pass ? 'pass' : 'fail', sentence };
}
