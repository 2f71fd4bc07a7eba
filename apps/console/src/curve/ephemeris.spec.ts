import { describe, expect, it } from 'vitest';
import { searchOfView, viewOf } from './ephemeris';

describe('the address of a curve', () => {
  it('holds detection, period, epoch and view, and gives back the same', () => {
    const search = 'detection=2&period=10.30397123&epoch=171.1763&odd=1&orbit=1&at=180.5';
    expect(searchOfView(viewOf(search))).toBe(search);
  });

  it('leaves out what is as the detection says, and what is not possible', () => {
    expect(searchOfView(viewOf(''))).toBe('');
    expect(viewOf('period=-3&detection=0&epoch=x')).toEqual({ detection: 1, odd: false, orbit: false });
  });
});
