import type { VetSubject, VetTest } from './vet-test';

/** Seader et al. (2013, ApJS 206, 25) ask for a MES of 7 after division by √(reduced χ²) of the single events. */
const LIMIT = 7;
/** Passes when all transits are about equally deep: one glitch among empty windows is not a planet. */
export function depthConsistency({ event: { events, mes, consistentMes: value } }: VetSubject): VetTest {
  const name = 'depth_consistency';
  if (events.length < 3)
    return {
      name,
      limit: LIMIT,
      unit: 'σ',
      verdict: 'not_testable',
      sentence: 'There are too few transits to compare their depths.',
    };
  const fail = value < LIMIT && mes >= LIMIT;
  const sentence = fail
    ? `The dips differ so much in depth that they say only ${value.toFixed(1)} σ together: one or two events carry the signal.`
    : 'The dips are about equally deep from transit to transit, as one body on one orbit makes them.';
  return { name, value, limit: LIMIT, unit: 'σ', verdict: fail ? 'fail' : 'pass', sentence };
}
