import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from './options.mjs';

describe('the command line of ./start.sh', () => {
  it.each([
    [[], { gateway: true, workers: 1 }],
    [['--workers', '4'], { gateway: true, workers: 4 }],
    [['gateway'], { gateway: true, workers: 0 }],
    [['worker'], { gateway: false, workers: 1 }],
    [['worker', '--workers=2'], { gateway: false, workers: 2 }],
    [['--no-install'], { gateway: true, workers: 1, mayInstall: false }],
  ])('%j starts %j', (args, what) => {
    expect(readOptions(args)).toEqual({ help: false, mayInstall: true, ...what });
  });

  it.each([
    [['--wrokers', '4']],
    [['--workers']],
    [['--workers', '0']],
    [['--workers', 'x']],
    [['both']],
    [['worker', 'gateway']],
    [['gateway', '--workers', '2']],
  ])('%j is refused', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
