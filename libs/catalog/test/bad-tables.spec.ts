import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { CatalogueError, readTable } from '../src';
import { read, type TableBytes } from './read';

async function failure(table: TableBytes): Promise<CatalogueError> {
  try {
    await read(table);
  } catch (error) {
    if (error instanceof CatalogueError) return error;
    throw error;
  }
  throw new Error('the table was read');
}

const TABLE = 'source,period,id\nTESS,1,a\nK2,2,b\n';

describe('a table that cannot be read is refused with a code', () => {
  it('unknown columns: the message lists the columns found and the known tables', async () => {
    const { code, message } = await failure('a,b\n1,2\n');
    expect(code).toBe('UNKNOWN_TABLE');
    expect(message).toMatch(
      /^the header has a, b\. Name its columns in a mapping, or use a known table: Kepler Objects of Interest/,
    );
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['comments alone', '# a\n# b\n', 'EMPTY'],
    ['an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'NOT_TEXT'],
    ['a gzip stream that ends early', gzipSync(TABLE).subarray(0, 30), 'DAMAGED_GZIP'],
    ['a damaged gzip stream', Buffer.concat([gzipSync(TABLE).subarray(0, 12), Buffer.alloc(40, 7)]), 'DAMAGED_GZIP'],
    ['bytes', new Uint8Array([1, 0, 2, 0, 3]), 'NOT_TEXT'],
    ['a used column twice', 'source,period,Period\nK2,1,2\n', 'REPEATED_COLUMN'],
    ['a million columns', `source,period,${'x,'.repeat(1_000_000)}y\n1\n`, 'TOO_MANY_TABLE_COLUMNS'],
    ['five thousand columns', `source,period,${'x,'.repeat(5000)}y\n1\n`, 'TOO_MANY_TABLE_COLUMNS'],
  ])('%s', async (_, table, code) => {
    expect((await failure(table)).code).toBe(code);
  });

  it('a small gzip stream of a huge table, as soon as it is larger than allowed', async () => {
    const bomb = gzipSync(Buffer.from(TABLE + 'K2,1,x\n'.repeat(1_000_000)));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(read(bomb, { limits: { maxBytes: 500_000 } })).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
  });
});

describe('a row that cannot be read is refused, and the others are read', () => {
  const good = 'K2,3,c\n'.repeat(3);
  it.each([
    ['a short row', 'K2\n', { code: 'UNEVEN_ROW', column: 'period', allowed: '3 cells, as in the header' }],
    ['a long row', 'K2,1,2,3\n', { code: 'UNEVEN_ROW', column: '', value: '4 cells' }],
    ['a quote that is never closed', '"K2,2,x\n', { code: 'BAD_QUOTE', value: '"K2,2,x', allowed: 'a closing quote' }],
    ['text after a closing quote', '"K2"x,2,x\n', { code: 'BAD_QUOTE', allowed: 'a delimiter after a closing quote' }],
    ['a row of two million characters', `K2,1,${'x'.repeat(2_000_000)}\n`, { code: 'ROW_TOO_LONG' }],
    ['a name of ten thousand characters', `K2,1,${'x'.repeat(10_000)}\n`, { code: 'OUT_OF_RANGE', column: 'id' }],
  ])('%s', async (_, bad, error) => {
    const { rows, refused } = await read(TABLE + bad + good);
    expect(refused.map((row) => [row.line, row.error])).toEqual([[4, expect.objectContaining(error)]]);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5, 6, 7]);
  });

  it('a quote that is never closed in the middle of two hundred thousand rows costs one row', async () => {
    const { rows, refused } = await read(`${TABLE}"K2,2,x\n${'K2,3,d\n'.repeat(200_000)}`);
    expect(refused).toHaveLength(1);
    expect(rows).toHaveLength(200_002);
    expect(rows.at(-1)!.line).toBe(200_004);
  });

  it('a quote inside a cell is an ordinary character', async () => {
    expect((await read('source,period,id\nK2,1,5" off\n')).rows[0].cells.id).toBe('5" off');
  });

  it('a cell of ten thousand characters in a column that is kept changes nothing', async () => {
    const { rows } = await read(`source,period,remark\nK2,1,${'x'.repeat(10_000)}\n`);
    expect(rows[0].cells.remark).toHaveLength(10_000);
  });
});

describe('a table read from a stream', () => {
  it('gives the same rows in chunks of any size', async () => {
    const bytes = new TextEncoder().encode('# é\r\nsource,period,id\r\nTESS,1,"ü, ""b"""\r\n,,\r\nK2,2,\r\n');
    for (const size of [1, 2, 3, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const { rows } = await read(Readable.from(pieces));
      expect(rows.map(({ candidate, line }) => ({ ...candidate, line }))).toEqual([
        { source: 'TESS', period: 1, id: 'ü, "b"', line: 3 },
        { source: 'K2', period: 2, line: 5 },
      ]);
    }
  });

  it('is read with line ends of every kind, mixed', async () => {
    const { rows } = await read('source,period\rK2,1\r\nK2,2\nK2,3\r\rK2,4');
    expect(rows.map(({ candidate, line }) => [candidate.period, line])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 6],
    ]);
  });

  it.each(['utf16le', 'latin1', 'utf8'] as const)('is read in %s', async (encoding) => {
    const table = `${encoding === 'latin1' ? '' : '\uFEFF'}source\tperiod\tid\nTESS\t3\tMüller ½\n`;
    const { rows } = await read(Buffer.from(table, encoding));
    expect(rows[0].candidate).toEqual({ source: 'TESS', period: 3, id: 'Müller ½' });
  });

  it('is read where the first byte that is no UTF-8 comes late', async () => {
    const start = Buffer.from('source,period,id\n' + 'K2,1,é\n'.repeat(10_000));
    const { rows } = await read(Readable.from([start, Buffer.from('K2,1,ü\n', 'latin1')]));
    expect(rows.at(-2)!.candidate.id).toBe('é');
    expect(rows.at(-1)!.candidate.id).toBe('ü');
  });

  it('is read gzipped', async () => {
    expect((await read(gzipSync(TABLE))).rows).toHaveLength(2);
  });

  it('has its header after a banner, within fifty lines', async () => {
    const banner = 'TOI list, as of today\n\n"depth, period and more"\n';
    const { detection, rows } = await read(`${banner}${TABLE}`);
    expect([detection.header_line, rows.length]).toEqual([4, 2]);
    expect((await read('banner\n'.repeat(49) + TABLE)).rows).toHaveLength(2);
    expect((await failure('banner\n'.repeat(50) + TABLE)).code).toBe('UNKNOWN_TABLE');
  });

  it('has its header in a comment, as numpy writes it', async () => {
    const { detection, rows } = await read('# made by hand\n# source period depth\nK2 1.5 100\nK2   2.5  200\n');
    expect([detection.format, detection.header_line]).toEqual(['separated by white space', 2]);
    expect(rows.map(({ candidate }) => candidate.period)).toEqual([1.5, 2.5]);
  });

  it('has an index column of pandas, ids as 1.0, nan, and decimal commas', async () => {
    const { detection, rows } = await read(
      ';kepid;koi_period;koi_depth\n0;10797460,0;9,48;nan\n1;10797461.0;3,5;12,5\n',
    );
    expect(detection.columns[0]).toMatchObject({ name: 'Unnamed: 0', role: 'kept' });
    expect(rows.map(({ candidate }) => candidate)).toEqual([
      { source: 'KEPLER', star_id: '10797460', period: 9.48 },
      { source: 'KEPLER', star_id: '10797461', period: 3.5, depth: 12.5 },
    ]);
    expect(rows[0].cells).toEqual({ 'Unnamed: 0': '0', kepid: '10797460,0', koi_period: '9,48', koi_depth: 'nan' });
  });

  it('has row names without a column name, as R writes them, or a delimiter after the last cell', async () => {
    const periods = async (table: string) => (await read(table)).rows.map(({ candidate }) => candidate.period);
    expect(await periods('source period\n1 K2 3\n2 K2 4\n')).toEqual([3, 4]);
    expect(await periods('source,period\nK2,3,\nK2,4,\n')).toEqual([3, 4]);
  });

  it('keeps two columns of one name apart', async () => {
    const { detection, rows } = await read('source,period,note,note,__proto__\nK2,3,a,b,c\n');
    expect(detection.columns.map(({ name }) => name)).toEqual(['source', 'period', 'note', 'note.1', '__proto__']);
    expect(Object.entries(rows[0].cells).slice(2)).toEqual([
      ['note', 'a'],
      ['note.1', 'b'],
      ['__proto__', 'c'],
    ]);
  });

  it('has no rows, which is no error', async () => {
    expect((await read('source,period\n')).rows).toEqual([]);
  });

  it('passes on an error of the stream', async () => {
    function* broken() {
      yield Buffer.from('source,period\n' + 'K2,1\n'.repeat(20_000));
      throw new Error('the disk is gone');
    }
    await expect(read(Readable.from(broken()))).rejects.toThrow('the disk is gone');
  });

  it('closes the stream when the reader stops early', async () => {
    let closed = false;
    function* endless() {
      try {
        yield Buffer.from('source,period\n');
        for (;;) yield Buffer.from('K2,1\n'.repeat(10_000));
      } finally {
        closed = true;
      }
    }
    const { rows } = await readTable(Readable.from(endless()));
    for await (const { line } of rows) if (line === 3) break;
    await vi.waitFor(() => expect(closed).toBe(true));
  });
});
