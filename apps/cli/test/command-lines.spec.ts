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
    ['an empty batch', 'exoplanet', ['predict', '-', '--batch-size', '0'], /expected a whole number of at least 1/],
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
    ['an unknown form', 'exoplanet', ['catalog', 'export', 'i1', '-f', 'xlsx'], /csv, ecsv, votable, jsonl, parquet/],
    [
      'a key that is no number',
      'exoplanet',
      ['catalog', 'vote', 'i1', 'x', 'PC'],
      /expected the number of a row, from 0/,
    ],
    [
      'a vote that is none',
      'exoplanet',
      ['catalog', 'vote', 'i1', '7', 'yes'],
      /choices are PC, FP, FA, EB, V, IS, unsure/,
    ],
    ['no catalogue', 'exoplanet', ['catalog', 'status'], /missing required argument 'id'/],
    [
      'an unknown table of the archive',
      'exoplanet',
      ['archive', 'table', 'x'],
      /choices are koi, toi, k2, ps, pscomppars/,
    ],
    ['an unknown inspection', 'inspect', ['pong'], /unknown command 'pong'/],
    ['no task to cancel', 'inspect', ['cancel'], /missing required argument 'task'/],
  ])('%s', async (_, program, args, message) => {
    const { exit, stdout, stderr } = await runProgram(program, args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

it.each([
  [['add', '/no/such/file.csv'], 'error: /no/such/file.csv: no such file\n'],
  [['add', import.meta.filename, '--mapping', '/no/such/map.json'], 'error: /no/such/map.json: no such file\n'],
  [['export', 'i1', '-o', '/no/such/x.csv'], 'error: /no/such/x.csv: the folder does not exist or is not writable\n'],
])('catalog %j exits with 1 before a server is asked', async (args, stderr) => {
  expect(await runProgram('exoplanet', ['catalog', ...args], NOBODY)).toEqual({ exit: 1, stdout: '', stderr });
});

it.each(['add', 'list', 'status', 'export', 'diff', 'vote', 'delete'])('catalog %s has help', async (name) => {
  const { exit, stdout } = await runProgram('exoplanet', ['catalog', name, '--help']);
  expect(exit).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: exoplanet catalog ${name} [^]*--server <url>`));
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
