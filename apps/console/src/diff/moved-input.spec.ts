import { describe, expect, it } from 'vitest';
import { movedText } from './moved-input';

const moved = { log_odds: -3.214, gives_verdict: true };

describe('an input that moved a verdict', () => {
  it('is a sentence with its unit, both values and the change of the log-odds', () => {
    expect(movedText({ field: 'radius', before: 2.26, after: 12.4, ...moved })).toBe(
      'Planet radius 2.26 → 12.4 R⊕: −3.21 in log-odds.',
    );
  });

  it('has its errors where they differ, and says what is missing', () => {
    const errors = { before: [0.1, 0.1], after: [0.2, 0.3] };
    expect(movedText({ field: 'period', before: 9.488, after: 9.488, errors, ...moved })).toBe(
      'Period 9.488 ± 0.1 → 9.488 (−0.2, +0.3) d: −3.21 in log-odds.',
    );
    expect(movedText({ field: 'snr', before: null, after: 12, ...moved })).toContain('Signal to noise missing → 12:');
  });

  it('names the model and the other rows in words', () => {
    expect(movedText({ field: 'model', before: 'tabular@2', after: 'tabular@3', ...moved })).toBe(
      'Model tabular@2 → tabular@3: −3.21 in log-odds.',
    );
    expect(movedText({ field: 'other_rows', before: {}, after: {}, ...moved })).toMatch(/^Other rows of the star/);
  });
});
