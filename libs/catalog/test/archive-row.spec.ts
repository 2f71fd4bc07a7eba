import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchiveRow } from '../src';
import { read } from './read';

const FILES = [
  'koi-archive.csv',
  'toi-archive.csv',
  'k2pandc.csv',
  'exofop-download.csv',
  'tev-2026.csv',
  'tce-mast.csv',
];

describe('a row in the column names of an archive', () => {
  it.each(FILES)('is the candidate that the same row of the table is: %s', async (file) => {
    const { rows: all } = await read(readFileSync(join(import.meta.dirname, 'dialects', file)));
    const rows = all.filter(({ candidate }) => candidate.depth !== undefined);
    for (const { cells, candidate } of rows) {
      expect(readArchiveRow(cells)).toEqual({ candidate });
      // JSON has numbers where a table has text; a TOI such as 9001.10 must stay text.
      const numbers = Object.entries(cells).map(([name, cell]) => [
        name,
        cell !== '' && name !== 'toi' && name !== 'TOI' && Number.isFinite(Number(cell)) ? Number(cell) : cell,
      ]);
      const again = readArchiveRow(Object.fromEntries(numbers) as object);
      expect(again).toMatchObject({ candidate: { depth: candidate.depth, source: candidate.source } });
    }
  });

  it('is none in other names, or in our own', () => {
    expect(readArchiveRow({ source: 'K2', period: 1 })).toBeUndefined();
    expect(readArchiveRow({ a: 1 })).toBeUndefined();
    expect(readArchiveRow(JSON.parse('{"__proto__":1,"constructor":2}') as object)).toBeUndefined();
  });

  it('is refused with the column, its value and what is allowed', () => {
    expect(readArchiveRow({ kepid: 1, koi_period: -3 })).toEqual({
      error: expect.objectContaining({ column: 'koi_period', value: '-3', code: 'OUT_OF_RANGE' }) as unknown,
    });
    expect(readArchiveRow({ kepid: 1, koi_period: { constructor: 1 } })).toEqual({
      error: expect.objectContaining({ column: 'koi_period', code: 'NOT_A_NUMBER' }) as unknown,
    });
  });
});
