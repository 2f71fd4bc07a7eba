import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program';

/** A port of the loopback interface that nobody listens on: 1 is reserved. */
const NOBODY = { env: { BASE_URL: 'http://127.0.0.1:1' } };

describe('a wrong command line exits with 2 and names what is expected', () => {
  it.each<[what: string, program: 'exoplanet' | 'inspect', args: string[], message: RegExp]>([
    ['no table', 'exoplanet', ['predict'], /missing required argument 'table'/],
    ['an unknown command', 'exoplanet', ['predikt', 'x'], /unknown command 'predikt'\n\(Did you mean predict\?\)/],
    ['an unknown option', 'exoplanet', ['predict', '-', '--fast'], /unknown option '--fast'/],
    ['an unknown format', 'exoplanet', ['predict', '-', '-f', 'xml'], /Allowed choices are csv, json, ndjson/],
    ['an empty batch', 'exoplanet', ['predict', '-', '--batch-size', '0'], /expected a whole number from 1/],
    [
      'an address without a protocol',
      'exoplanet',
      ['model', '-s', 'localhost'],
      /expected an address such as http:\/\/localhost:8000/,
    ],
    [
      'a period that is not a number',
      'exoplanet',
      ['light-curve', 'x.fits', '--period', 'long'],
      /expected a number above 0/,
    ],
    ['an unknown inspection', 'inspect', ['pong'], /unknown command 'pong'/],
    ['no task to cancel', 'inspect', ['cancel'], /missing required argument 'task'/],
  ])('%s', async (_, program, args, message) => {
    const { exit, stdout, stderr } = await runProgram(program, args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

it('help exits with 0', async () => {
  expect(await runProgram('exoplanet', ['predict', '--help'])).toMatchObject({
    exit: 0,
    stderr: '',
    stdout: expect.stringContaining('--output <file>') as unknown,
  });
});

it('a server that does not answer is named, with advice', async () => {
  const { exit, stderr } = await runProgram('inspect', ['ping'], NOBODY);
  expect(exit).toBe(3);
  expect(stderr).toMatch(/^error: no answer from http:\/\/127\.0\.0\.1:1: .*\nadvice: start the server/);
  expect(await runProgram('exoplanet', ['model'], NOBODY)).toEqual({ exit: 1, stdout: '', stderr });
});
