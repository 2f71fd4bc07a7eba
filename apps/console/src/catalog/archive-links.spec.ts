import { describe, expect, it } from 'vitest';
import { starName } from './archive-links';

describe('the number of a star', () => {
  it('belongs to the catalogue that its column names', () => {
    expect(starName('261136679', 'ticid', 'KEPLER')).toBe('TIC 261136679');
    expect(starName('261136679', 'tid', undefined)).toBe('TIC 261136679');
    expect(starName('10797460', 'kepid', undefined)).toBe('KIC 10797460');
  });

  it('otherwise belongs to that of the mission of its row', () => {
    expect(starName('10797460', 'star_id', 'KEPLER')).toBe('KIC 10797460');
    expect(starName('261136679', 'hostid', 'tess')).toBe('TIC 261136679');
    expect(starName('10797460', 'star_id', undefined)).toBe('10797460');
  });

  it('is left as it is where it is a name', () => {
    expect(starName('EPIC 201367065', 'hostname', 'K2')).toBe('EPIC 201367065');
  });
});
