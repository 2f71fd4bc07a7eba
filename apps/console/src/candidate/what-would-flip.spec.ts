import { describe, expect, it } from 'vitest';
import { candidateOf } from './candidate-url';
import { positionOf, SLIDER_FIELDS, valueAt } from './field-ranges';
import { nearestFlip, rowsAround } from './what-would-flip';

const radius = SLIDER_FIELDS.find(({ name }) => name === 'radius')!;

describe('what would flip a verdict', () => {
  const values = [1, 2, 4, 8, 16];

  it('is the nearest value with another verdict, on either side', () => {
    const flip = nearestFlip(
      radius,
      values,
      ['undecided', 'likely_planet', 'likely_planet', 'likely_planet', 'likely_false_positive'],
      3,
      'likely_planet',
    );
    expect(flip).toMatchObject({ from: 2, to: 1, verdict: 'undecided' });
  });

  it('does not exist where every value gives the same verdict, and skips values that are not valid', () => {
    const same = values.map(() => 'likely_planet' as const);
    expect(nearestFlip(radius, values, same, 3, 'likely_planet')).toBeUndefined();
    const gap = ['likely_planet', 'likely_planet', null, 'undecided', 'undecided'] as const;
    expect(nearestFlip(radius, values, [...gap], 2, 'likely_planet')).toMatchObject({ from: 2, to: 8 });
  });

  it('asks along the range of every supplied field and of no other', () => {
    const rows = rowsAround(candidateOf('source=KEPLER&period=9.5&radius=2'));
    expect(rows).toHaveLength(66);
    expect(new Set(rows.slice(0, 33).map((row) => row.radius))).toEqual(new Set([2]));
  });
});

describe('a slider', () => {
  it('has its value where its position says, on both scales', () => {
    for (const { range } of SLIDER_FIELDS)
      for (const position of [0, 0.25, 0.5, 1])
        expect(positionOf(range, valueAt(range, position))).toBeCloseTo(position, 3);
  });
});
