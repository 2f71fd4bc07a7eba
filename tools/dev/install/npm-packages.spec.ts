import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staleness } from './npm-packages.mjs';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'packages-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('installed packages are stale', () => {
  it('when none is there', () => {
    lock({ 'node_modules/nx': { version: '1.0.0' } });
    expect(staleness(root)).toBe('none is installed yet');
  });

  it('when one has another version or is missing', () => {
    lock({ 'node_modules/nx': { version: '2.0.0' } });
    installed({ 'node_modules/nx': { version: '1.0.0' } });
    expect(staleness(root)).toBe('nx is not at 2.0.0');
    installed({});
    expect(staleness(root)).toBe('nx is not at 2.0.0');
  });

  it('but not when only a package of another platform is missing', () => {
    lock({ 'node_modules/nx': { version: '1.0.0' }, 'node_modules/swc-win32': { version: '1.0.0', optional: true } });
    installed({ 'node_modules/nx': { version: '1.0.0' } });
    expect(staleness(root)).toBeUndefined();
  });
});

function lock(packages: object): void {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
}

function installed(packages: object): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}
