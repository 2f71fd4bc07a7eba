import { describe, expect, it } from 'vitest';
import { meaningOf, parseGlossary } from './glossary';

describe('the glossary of the page', () => {
  it('is docs/glossary.md: a word, its short form and each of a pair are found', () => {
    for (const word of ['MES', 'Multiple event statistic', 'BKJD', 'BTJD', 'period', 'depth', 'log-odds', 'snr', 'teq'])
      expect(meaningOf(word), word).toBeTruthy();
    expect(meaningOf('teq')).toMatch(/temperature/i);
    expect(meaningOf('colour')).toBeUndefined();
  });

  it('loses its markup', () => {
    expect(parseGlossary('**Box least squares (BLS).** A [search](x.md). _Kovács 2002._').get('bls')).toBe(
      'A search. Kovács 2002.',
    );
  });
});
