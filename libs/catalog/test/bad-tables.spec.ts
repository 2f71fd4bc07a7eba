import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CatalogueError, type CatalogueText, readCatalogue } from '../src';
import { collect } from './collect';

async function failure(text: CatalogueText): Promise<CatalogueError> {
  try {
    await collect((await readCatalogue(text)).rows);
  } catch (error) {
    if (error instanceof CatalogueError) return error;
    throw error;
  }
  throw new Error('the table was read');
}

describe('a table that cannot be read is refused with a code', () => {
  it('unknown columns: the message lists the columns found and the known tables', async () => {
    const { code, message } = await failure('a,b\n1,2\n');
    expect(code).toBe('UNKNOWN_TABLE');
    expect(message).toMatch(
      /^the header has a, b; known tables are: Kepler Objects of Interest .*ExoFOP-TESS.*K2 Planets and Candidates.*own field names/,
    );
  });

  it('the table of confirmed planets, which has no candidates', async () => {
    expect((await failure('pl_name,hostname,default_flag,pl_orbper\nA b,A,1,3\n')).message).toMatch(
      /confirmed planets \(ps, pscomppars\)/,
    );
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['comments alone', '# a\n# b\n', 'EMPTY'],
    ['an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'NOT_TEXT'],
    ['a gzip stream', new Uint8Array([0x1f, 0x8b, 8, 0]), 'NOT_TEXT'],
    ['bytes', new Uint8Array([1, 0, 2, 0, 3]), 'NOT_TEXT'],
    ['a used column twice', 'source,period,Period\nK2,1,2\n', 'REPEATED_COLUMN'],
  ])('%s', async (_, text, code) => {
    expect((await failure(text)).code).toBe(code);
  });

  it.each([
    ['a short row', 'source,period\nK2,1\nK2\n', 'UNEVEN_ROW', 3],
    ['a long row', 'source,period\n# note\nK2,1,2\n', 'UNEVEN_ROW', 3],
    ['a quote that is never closed', `source,period\nK2,1\n"K2,2\n${'K2,3\n'.repeat(100_000)}`, 'BAD_QUOTE', undefined],
    ['a quote inside a cell', 'source,period\nK2,1\nK"2",2\n', 'BAD_QUOTE', 3],
  ])('%s, with its line', async (_, text, code, line) => {
    const error = await failure(text);
    expect(error.code).toBe(code);
    if (line !== undefined) expect(error.line).toBe(line);
  });
});

describe('a table read from a stream', () => {
  it('gives the same rows in chunks of any size', async () => {
    const text = '# é\r\nsource,period,id\r\nTESS,1,"ü, ""b"""\r\n,,\r\nK2,2,\r\n';
    const bytes = new TextEncoder().encode(text);
    function* pieces() {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    const { rows } = await readCatalogue(Readable.from(pieces()));
    expect((await collect(rows)).map(({ candidate, line }) => ({ ...candidate, line }))).toEqual([
      { source: 'TESS', period: 1, id: 'ü, "b"', line: 3 },
      { source: 'K2', period: 2, line: 5 },
    ]);
  });

  it('is read in UTF-16 with a byte order mark, as Excel writes it', async () => {
    const { rows } = await readCatalogue(Buffer.from('\uFEFFsource\tperiod\nTESS\t3\n', 'utf16le'));
    expect((await collect(rows))[0].candidate).toEqual({ source: 'TESS', period: 3 });
  });

  it('passes on an error of the stream', async () => {
    function* broken() {
      yield 'source,period\n' + 'K2,1\n'.repeat(10_000);
      throw new Error('the disk is gone');
    }
    await expect(readCatalogue(Readable.from(broken())).then(({ rows }) => collect(rows))).rejects.toThrow(
      'the disk is gone',
    );
  });

  it('closes the stream when the reader stops early', async () => {
    let closed = false;
    function* endless() {
      try {
        yield 'source,period\n';
        for (;;) yield 'K2,1\n'.repeat(10_000);
      } finally {
        closed = true;
      }
    }
    const { rows } = await readCatalogue(Readable.from(endless()));
    for await (const { line } of rows) if (line === 3) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(true);
  });
});
