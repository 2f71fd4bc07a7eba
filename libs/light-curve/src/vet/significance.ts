import { MES_LIMIT } from '../search/strongest-candidate';
import type { VetSubject, VetTest } from './vet-test';

/** Passes when the transits together exceed the noise. */
export function significance({ event }: VetSubject): VetTest {
  const value = event.mes;
  const pass = value >= MES_LIMIT;
  const sentence = pass
    ? `Together, the transits reach ${value.toFixed(1)} σ. At least ${MES_LIMIT} σ is required, which chance alone almost never reaches.`
    : `Together, the transits reach only ${value.toFixed(1)} σ. Below ${MES_LIMIT} σ, a chance alignment of noise can look the same.`;
  return {
    name: 'significance',
    value,
    limit: MES_LIMIT,
    limitIs: 'minimum',
    unit: 'σ',
    verdict: pass ? 'pass' : 'fail',
    sentence,
  };
}
