import { expect, it } from 'vitest';
import { unjustifiedSkips } from './skips.mjs';

it('a skipped test is justified only by a need that this machine does not meet', () => {
  const isMet = (need: string) => need === 'python3';
  expect(unjustifiedSkips(['manifests (needs kubectl 1.25) are valid'], isMet)).toEqual([]);
  expect(unjustifiedSkips(['the notebook (needs python3) runs'], isMet)).toEqual([
    'the notebook (needs python3) runs: skipped although python3 is here',
  ]);
  expect(unjustifiedSkips(['a test'], isMet)).toEqual(['a test: skipped without "(needs ...)" in its name']);
});
