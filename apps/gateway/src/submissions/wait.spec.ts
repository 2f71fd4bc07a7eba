import { describe, expect, it } from 'vitest';
import { waitOf } from './wait';

describe('the time to wait for a result', () => {
  it.each([
    [undefined, undefined, 0],
    ['', undefined, 60_000],
    ['0', undefined, 0],
    ['2.5', undefined, 2500],
    [undefined, 'wait=10', 10_000],
    [undefined, 'respond-async, wait=100', 60_000],
    [undefined, 'WAIT = "5"', 5000],
    [undefined, 'handling=strict', 0],
    ['1', 'wait=10', 1000],
  ])('?wait=%j with Prefer: %j gives %d ms', (query, prefer, milliseconds) => {
    expect(waitOf(query, prefer)).toBe(milliseconds);
  });

  it.each([['-1'], ['61'], ['soon'], [' '], ['Infinity'], ['NaN'], [['1', '2']]])('rejects ?wait=%j', (query) => {
    expect(() => waitOf(query, undefined)).toThrow('from 0 to 60');
  });
});
