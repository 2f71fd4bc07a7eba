import { describe, expect, it } from 'vitest';
import { exoplanetProgram } from '../src/exoplanet';
import { inspectProgram } from '../src/inspect/inspect';
import { runProgram } from './run-program';

/** A port of the loopback interface that nobody listens on: 1 is reserved. */
const NOBODY = { env: { BASE_URL: 'http://127.0.0.1:1' } };

describe('a wrong command line ends with 2 and says what is taken', () => {
  it.each([
    ['no table', exoplanetProgram, ['predict'], /missing required argument 'table'/],
    ['an unknown command', exoplanetProgram, ['predikt', 'x'], /unknown command 'predikt'\n\(Did you mean predict\?\)/],
    ['an unknown option', exoplanetProgram, ['predict', '-', '--fast'], /unknown option '--fast'/],
    ['a format that is none', exoplanetProgram, ['predict', '-', '-f', 'xml'], /Allowed choices are csv, json, ndjson/],
    ['a batch of nothing', exoplanetProgram, ['predict', '-', '--batch-size', '0'], /expected a whole number from 1/],
    ['an address that is none', exoplanetProgram, ['model', '-s', 'localhost'], /expected an address such as http:\/\/localhost:8000/],
    ['a period that is none', exoplanetProgram, ['light-curve', 'x.fits', '--period', 'long'], /expected a number above 0/],
    ['an unknown question', inspectProgram, ['pong'], /unknown command 'pong'/],
    ['no task to cancel', inspectProgram, ['cancel'], /missing required argument 'task'/],
  ])('%s', async (_, program, args, message) => {
    const { exit, stdout, stderr } = await runProgram(program, args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

it('help ends with 0', async () => {
  expect(await runProgram(exoplanetProgram, ['predict', '--help'])).toMatchObject({ exit: 0, stderr: '', stdout: expect.stringContaining('--output <file>') });
});

it('a server that does not answer is named, with what to do', async () => {
  const { exit, stderr } = await runProgram(inspectProgram, ['ping'], NOBODY);
  expect(exit).toBe(3);
  expect(stderr).toMatch(/^error: no answer from http:\/\/127\.0\.0\.1:1: .*\nadvice: start the server/);
});
