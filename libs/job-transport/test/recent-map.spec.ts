import { expect, it } from 'vitest';
import { RecentMap } from '../src/client/recent-map';

it('forgets what was neither written nor read last, by count', () => {
  const recent = new RecentMap<number>(4);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    recent.set(key, value);
  expect(recent.get('a')).toBe(1);
  recent.set('d', 4);
  recent.set('e', 5);
  expect(['a', 'b', 'c', 'd', 'e'].filter((key) => recent.has(key))).toEqual(expect.arrayContaining(['a', 'd', 'e']));
  expect(recent.has('b')).toBe(false);
});

it('keeps the sum of weights bounded, and takes nothing that is too heavy for it', () => {
  const recent = new RecentMap<string>(1000, 100);
  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  keys.forEach((key) => recent.set(key, key, 10));
  expect(keys.filter((key) => recent.has(key)).length * 10).toBeLessThanOrEqual(100);
  expect(recent.get('key-49')).toBe('key-49');
  recent.set('heavy', 'x', 51);
  expect(recent.has('heavy')).toBe(false);
});

it('gives the last value of a key, and none that was deleted', () => {
  const recent = new RecentMap<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.set('a', 3);
  expect(recent.get('a')).toBe(3);
  recent.delete('a');
  expect(recent.get('a')).toBeUndefined();
});
