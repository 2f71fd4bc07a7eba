import { describe, expect, it } from 'vitest';
import { candidateOf, requestOf, searchOf, withValue } from './candidate-url';

describe('the address of a candidate', () => {
  it('holds the whole candidate, so that a copied link shows the same', () => {
    const search = 'id=K00752.01&source=KEPLER&period=9.488&radius=2.26&radius_err_low=0.15&diagnostics.koi_dor=24.8';
    const form = candidateOf(search);
    expect(searchOf(candidateOf(searchOf(form)))).toBe(searchOf(form));
    expect(requestOf(form)).toEqual({
      id: 'K00752.01',
      source: 'KEPLER',
      period: 9.488,
      radius: 2.26,
      radius_err_low: 0.15,
      diagnostics: { koi_dor: 24.8 },
    });
  });

  it('takes one error for both sides, and leaves out what is no field or no number', () => {
    const { values, source } = candidateOf('source=MARS&period=abc&depth=600&depth_err=20&colour=3');
    expect(values).toEqual({ depth: 600, depth_err_low: 20, depth_err_high: 20 });
    expect(source).toBe('KEPLER');
  });

  it('loses the errors of a value that is removed', () => {
    const form = candidateOf('source=TESS&depth=600&depth_err=20&period=3');
    expect(withValue(form, 'depth', undefined).values).toEqual({ period: 3 });
  });
});
