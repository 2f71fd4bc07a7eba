import { describe, expect, it } from 'vitest';
import { count, measured, probability, signed, significant, timeSpan } from './format';

describe('numbers', () => {
  it('are written with the figures that matter and a true minus sign', () => {
    expect(significant(9.48803557)).toBe('9.488');
    expect(significant(615.8)).toBe('615.8');
    expect(significant(0.00012346)).toBe('0.0001235');
    expect(significant(-1.5)).toBe('−1.5');
    expect(significant(154_900)).toBe('154 900');
    expect(significant(3.2e-7, 2)).toBe('3.2 × 10⁻⁷');
    expect(significant(NaN)).toBe('–');
  });

  it('keep the second figure of their error, for both', () => {
    expect(measured(9.48803557, 0.00002775)).toBe('9.488036 ± 0.000028');
    expect(measured(615.8, 19.5)).toBe('616 ± 20');
    expect(measured(0.97, 5.1)).toBe('1.0 ± 5.1');
    expect(measured(1.5, null)).toBe('1.5');
  });

  it('never claim a certain probability', () => {
    expect(probability(0.99999)).toBe('> 0.999');
    expect(probability(0)).toBe('< 0.001');
    expect(probability(0.9667)).toBe('0.967');
  });

  it('show their sign where they add up', () => {
    expect(signed(0.742)).toBe('+0.74');
    expect(signed(-0.257)).toBe('−0.26');
    expect(signed(-0.001)).toBe('0.00');
  });

  it('group from five digits on', () => {
    expect(count(9541)).toBe('9541');
    expect(count(1_000_000)).toBe('1 000 000');
  });
});

describe('a time span', () => {
  it('is written in the unit that fits', () => {
    expect([0.2, 42, 600, 7200, 200_000].map(timeSpan)).toEqual(['< 1 s', '42 s', '10 min', '2.0 h', '2.3 d']);
  });
});
