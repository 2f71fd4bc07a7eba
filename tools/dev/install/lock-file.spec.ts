import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../../build/aliases.mjs';
import { type LockedPackages, missingOptionalPackages, withOptionalPackages } from './lock-file.mjs';

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as {
    packages: LockedPackages;
  };

  it('has the optional packages of every platform, which npm ci requires (node tools/dev/install/complete-lock-file.mjs adds them)', () => {
    expect(missingOptionalPackages(packages).map(({ name }) => name)).toEqual([]);
  });

  it('contains no address of a registry', () => {
    expect(Object.keys(packages).filter((path) => 'resolved' in packages[path])).toEqual([]);
  });
});

describe('completing a lock file', () => {
  const packages = {
    'node_modules/swc': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: { '@swc/linux-arm-gnueabihf': '1.2.3', '@swc/darwin-x64': '1.2.3' },
    },
    'node_modules/swc/node_modules/@swc/darwin-x64': { version: '1.2.3' },
  };

  it('adds packages that no folder above has, for the platform in their name', () => {
    const completed = withOptionalPackages(packages);
    expect(completed).toEqual({
      ...packages,
      'node_modules/@swc/linux-arm-gnueabihf': {
        version: '1.2.3',
        os: ['linux'],
        cpu: ['arm'],
        libc: ['glibc'],
        dev: true,
        optional: true,
      },
    });
    expect(missingOptionalPackages(completed)).toEqual([]);
  });
});
