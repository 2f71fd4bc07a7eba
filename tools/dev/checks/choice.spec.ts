import { describe, expect, it } from 'vitest';
import { readChoice, UsageError } from './choice.mjs';
import { groups, parts } from './parts.mjs';

describe('the command line of ./test.sh', () => {
  it('runs every part when none is named, and installs what is missing', () => {
    expect(readChoice([])).toEqual({ help: false, mayInstall: true, chosen: Object.keys(parts) });
  });

  it('runs a named part behind what it needs', () => {
    expect(readChoice(['e2e', '--no-install'])).toEqual({ help: false, mayInstall: false, chosen: ['build', 'e2e'] });
  });

  it('runs every check of sources with "check"', () => {
    expect(readChoice(['check']).chosen).toEqual(groups.check);
    expect(groups.check).toEqual(expect.arrayContaining(['format', 'lint', 'types', 'imports', 'unused', 'ruff']));
  });

  it('refuses a part that does not exist', () => {
    expect(() => readChoice(['units'])).toThrow(UsageError);
  });
});
