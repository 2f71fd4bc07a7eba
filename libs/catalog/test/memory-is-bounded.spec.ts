import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '@exoplanet/dev';

/** Size of the tables, uncompressed [MB]. The memory of a reader that kept what it reads would grow by more. */
const MEGABYTES = 48;
/** Growth over the memory of a small table that pieces of text, garbage and the decompressor explain [MB]. */
const ALLOWED_GROWTH = 100;

interface Outcome {
  rows: number;
  refused: number;
  code: string;
  peak: number;
}

async function outcomeOf(name: string): Promise<Outcome> {
  const program = join(import.meta.dirname, 'read-in-a-process.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, name, String(MEGABYTES)]);
  return JSON.parse(stdout) as Outcome;
}

describe.skipIf(isMissing('/proc'))(
  'the memory of a process that reads a hostile table (needs /proc)',
  { timeout: 120_000 },
  () => {
    let small: Outcome;
    beforeAll(async () => {
      small = await outcomeOf('a small table');
    }, 120_000);

    it.each<[string, Partial<Outcome>]>([
      ['a long table', { refused: 0, code: '' }],
      ['one long line', { rows: 1, refused: 1, code: '' }],
      ['an open quote before a long table', { refused: 1, code: '' }],
      ['a long header', { code: 'TOO_MANY_TABLE_COLUMNS' }],
      ['a zip bomb', { code: 'TABLE_TOO_LARGE' }],
      ['a VOTable with a long text', { code: 'MALFORMED_CATALOGUE' }],
      ['a VOTable of elements within each other', { code: 'MALFORMED_CATALOGUE' }],
      ['JSON on one long line', { code: 'TOO_MANY_TABLE_COLUMNS' }],
    ])('is bounded, and the answer is clear: %s', async (name, expected) => {
      const outcome = await outcomeOf(name);
      expect(outcome).toMatchObject(expected);
      expect(outcome.peak).toBeLessThan(small.peak + ALLOWED_GROWTH);
    });
  },
);
