import { describe, expect, it } from 'vitest';
import { formProblems } from './candidate-problems';

const candidate = { source: 'KEPLER', period: 9.488 };

describe('the faults in the form of a candidate', () => {
  it('are none for a valid one', () => {
    expect(formProblems({ ...candidate, diagnostics: { koi_smet: 0.1 } })).toEqual([]);
  });

  it.each([
    ['an unknown field', { worker: { constructor: 1, period: { constructor: [] } } }, 'worker'],
    ['a number', { period: { constructor: 7 } }, 'period'],
    ['a list', { period: [{ constructor: 7 }] }, 'period'],
    ['a diagnostic', { diagnostics: { koi_smet: { constructor: 1 } } }, 'diagnostics.koi_smet'],
  ])('are named where %s holds an object with a property "constructor"', (_name, more, field) => {
    expect(formProblems({ ...candidate, ...more }).map((problem) => problem.field)).toContain(field);
  });

  it('are found in a value that is nested a hundred thousand levels deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(formProblems({ ...candidate, id: deep }).map(({ field }) => field)).toEqual(['id']);
  });
});
