import { expect, it } from 'vitest';
import { type PredictResult, SET_BITS } from '@exoplanet/contracts';
import type { Detection } from '@exoplanet/light-curve';
import { decide } from '../src/decide';

const { planet, false_positive: other } = SET_BITS;
type Tests = Pick<Detection, 'tests'>;
const tests = (...failed: string[]) =>
  ({
    tests: ['size', 'odd_even', 'alias'].map((name) => ({ name, verdict: failed.includes(name) ? 'fail' : 'pass' })),
  }) as Tests;
const answer = (sets: number, more: Partial<PredictResult> = {}) =>
  ({
    model: { name: 'tabular', version: '3', sha256: '' },
    heads: ['tabular'],
    sets: Uint8Array.of(sets),
    ...more,
  }) as PredictResult;

it('does not call a detection a planet that fails a test, and names the tests', () => {
  const one = decide(answer(planet), tests('odd_even'));
  expect(one.result.sets[0]).toBe(planet | other);
  expect(one.decision).toContain('because the test odd even fails');
  expect(decide(answer(planet), tests('odd_even', 'size')).decision).toContain('the tests size, odd even fail');
});

it('leaves every other answer as it is', () => {
  expect(decide(answer(planet), tests()).result.sets[0]).toBe(planet);
  expect(decide(answer(other), tests('size')).result.sets[0]).toBe(other);
  expect(decide(answer(planet | other), tests('size')).decision).not.toContain('because');
});

it('says what decided: views, a rule and what it was fitted on, or the row', () => {
  const curveRow = { rule: 'star', fittedOn: '9 fits', checked: true };
  expect(decide(answer(planet, { heads: ['row', 'local'] }), tests()).decision).toContain('views of the folded curve');
  expect(decide(answer(planet, { heads: ['row', 'local', 'vetting'] }), tests()).decision).toContain(
    'the views of the folded curve and the numbers of its vetting',
  );
  expect(decide(answer(planet, { curveRow }), tests()).decision).toMatch(/magnitude of the star.*calibrated on 9 fits/);
  expect(decide(answer(planet, { curveRow: { ...curveRow, checked: false } }), tests()).basis).toContain(
    'No light curves',
  );
  expect(decide(answer(planet, { curveRow: { ...curveRow, rule: 'none' } }), tests()).basis).toContain('too little');
  expect(decide(answer(planet), tests()).basis).toContain('as a row of a catalogue');
});
