import { describe, expect, it } from 'vitest';
import { type ColumnTable, dictionaryColumn, integerColumn } from './column-table';
import { columnsJson } from './columns-json';
import { ColumnsFormatError, decodeColumns } from './decode-columns';
import { encodeColumns } from './encode-columns';

const TABLE: ColumnTable = {
  rows: 3,
  columns: [
    { name: 'time', unit: 'd', type: 'float64', values: Float64Array.of(2455000.123456789, NaN, -1) },
    { name: 'flag', type: 'uint8', values: Uint8Array.of(0, 255, 1) },
    { name: 'flux', unit: 'ppm', type: 'float32', values: Float32Array.of(0.1, NaN, -3) },
    { name: 'error', type: 'float16', values: Float32Array.of(2 ** -20, NaN, 0.5) },
    { name: 'quality', type: 'indexed', values: Int32Array.of(393216, 0, 393216) },
    { name: 'key', type: 'int32', values: Int32Array.of(-2147483648, 0, 2147483647) },
    dictionaryColumn('name', ['Kepler-10 b', null, 'π Mensae c']),
  ],
  metadata: { time_system: 'BJD', notice: 'ein Stück' },
};

describe('the binary form of columns', () => {
  it('gives back every value, unit and word, bit by bit', () => {
    expect(decodeColumns(encodeColumns(TABLE))).toEqual(TABLE);
  });

  it('is read without a copy where the bytes are aligned, and also from any other place', () => {
    const encoded = encodeColumns(TABLE);
    const shifted = new Uint8Array(encoded.length + 3).subarray(3);
    shifted.set(encoded);
    expect(decodeColumns(encoded).columns[0].values.buffer).toBe(encoded.buffer);
    expect(decodeColumns(shifted)).toEqual(TABLE);
  });

  it('writes columns that are views of a larger array', () => {
    const values = Float64Array.of(9, 1, 2, 9).subarray(1, 3);
    const { columns } = decodeColumns(encodeColumns({ rows: 2, columns: [{ name: 'x', type: 'float64', values }] }));
    expect(columns[0].values).toEqual(Float64Array.of(1, 2));
  });

  it('has the documented layout', () => {
    const values = Float64Array.of(1.5);
    const encoded = encodeColumns({ rows: 1, columns: [{ name: 'x', unit: 'd', type: 'float64', values }] });
    const view = new DataView(encoded.buffer);
    const length = view.getUint32(8, true);
    expect(new TextDecoder().decode(encoded.subarray(0, 8))).toBe('EXOCOLS1');
    expect(JSON.parse(new TextDecoder().decode(encoded.subarray(12, 12 + length)))).toEqual({
      rows: 1,
      columns: [{ name: 'x', unit: 'd', type: 'float64', offset: 0, bytes: 8 }],
    });
    expect(view.getFloat64(Math.ceil((12 + length) / 8) * 8, true)).toBe(1.5);
  });

  it('holds a table without rows or columns', () => {
    expect(decodeColumns(encodeColumns({ rows: 0, columns: [] }))).toEqual({ rows: 0, columns: [] });
  });

  it('keeps integers in the smallest form that holds them', () => {
    const typeOf = (...values: number[]) => integerColumn('quality', Int32Array.from(values)).type;
    expect(typeOf(0, 128, 255)).toBe('uint8');
    expect(typeOf(0, 128, 393216)).toBe('indexed');
    expect(typeOf(...Array.from({ length: 257 }, (_, row) => row))).toBe('int32');
  });

  it('is not written where an indexed column has more than 256 different values', () => {
    const values = Int32Array.from({ length: 257 }, (_, row) => row);
    expect(() => encodeColumns({ rows: 257, columns: [{ name: 'x', type: 'indexed', values }] })).toThrow(
      'column x has 257 different values',
    );
  });

  it('is not written where a column has another length than the table', () => {
    expect(() => encodeColumns({ ...TABLE, rows: 4 })).toThrow('column time has 3 values for 4 rows');
  });

  it.each([
    ['empty bytes', new Uint8Array(), 'EXOCOLS1'],
    ['another file', new TextEncoder().encode('SIMPLE  =                    T'), 'EXOCOLS1'],
    ['a header that is cut off', encodeColumns(TABLE).slice(0, 40), 'header is cut off'],
    ['a column that is cut off', encodeColumns(TABLE).slice(0, -8), 'column name is cut off'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(() => decodeColumns(bytes)).toThrow(ColumnsFormatError);
    expect(() => decodeColumns(bytes)).toThrow(reason);
  });

  it('has a JSON form with null for what is missing and no more digits than the column holds', async () => {
    expect(JSON.parse((await piecesOf(columnsJson(TABLE))).join(''))).toEqual({
      time_system: 'BJD',
      notice: 'ein Stück',
      rows: 3,
      columns: {
        time: [2455000.123456789, null, -1],
        flag: [0, 255, 1],
        flux: [0.1, null, -3],
        error: [9.5367e-7, null, 0.5],
        quality: [393216, 0, 393216],
        key: [-2147483648, 0, 2147483647],
        name: ['Kepler-10 b', null, 'π Mensae c'],
      },
      units: { time: 'd', flux: 'ppm' },
    });
  });

  it('joins the pieces of a long column', async () => {
    const values = Float64Array.from({ length: 10_000 }, (_, row) => row / 4);
    const text = await piecesOf(columnsJson({ rows: 10_000, columns: [{ name: 'x', type: 'float64', values }] }));
    expect(text.length).toBeGreaterThan(3);
    expect(JSON.parse(text.join(''))).toEqual({ rows: 10_000, columns: { x: [...values] }, units: {} });
  });
});

async function piecesOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const texts: string[] = [];
  for await (const piece of pieces) texts.push(piece);
  return texts;
}
