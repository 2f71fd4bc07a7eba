import { describe, expect, it } from 'vitest';
import { multiplicity } from '.';

describe('multiplicity', () => {
  it('counts the objects of a star, each period once', () => {
    const counts = multiplicity([
      { key: 1, star_id: 'Kepler-11', period: 10.3 },
      { key: 2, star_id: 'Kepler-11', period: 13.02 },
      { key: 3, star_id: 'Kepler-11', period: 13.0201 },
      { key: 4, star_id: 'Kepler-10', period: 0.8375 },
      { key: 5, period: 5 },
      { key: 6, star_id: 'Kepler-11', period: null },
    ]);
    expect([...counts]).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 1],
    ]);
  });
});
