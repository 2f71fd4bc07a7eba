import { describe, expect, it } from 'vitest';
import { fitsTableFile, type TestColumn } from '../../test/fits-file';
import { fitsUnits } from './fits-header';
import { FitsTable } from './fits-table';

const rows = 3;
const columns: TestColumn[] = [
  {
    name: 'DOUBLE',
    format: '1D',
    bytesPerRow: 8,
    write: (view, at, row) => view.setFloat64(at, row === 1 ? Number.NaN : Math.PI * row),
  },
  { name: 'FLOAT', format: 'E', bytesPerRow: 4, write: (view, at, row) => view.setFloat32(at, 0.5 + row) },
  {
    name: 'TRIPLE',
    format: '3I',
    bytesPerRow: 6,
    write: (view, at, row) => [0, 1, 2].forEach((i) => view.setInt16(at + 2 * i, 10 * row + i - 1)),
  },
  {
    name: 'LONG',
    format: 'K',
    bytesPerRow: 8,
    write: (view, at, row) => view.setBigInt64(at, BigInt(row) * 10_000_000_000n - 1n),
  },
  {
    name: 'BYTE',
    format: 'B',
    bytesPerRow: 1,
    write: (view, at, row) => view.setUint8(at, 200 + row),
    extra: { TNULL: 201 },
  },
  {
    name: 'UNSIGNED',
    format: 'J',
    bytesPerRow: 4,
    write: (view, at, row) => view.setInt32(at, -2147483648 + row),
    extra: { TZERO: 2147483648 },
  },
  {
    name: 'SCALED',
    format: 'I',
    bytesPerRow: 2,
    write: (view, at, row) => view.setInt16(at, row),
    extra: { TSCAL: 0.25, TZERO: 7, TNULL: 2 },
  },
  {
    name: 'LABEL',
    format: '6A',
    bytesPerRow: 6,
    write: (view, at, row) => [...`KOI-${row}`].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0))),
  },
  { name: 'GOOD', format: 'L', bytesPerRow: 1, write: (view, at, row) => view.setUint8(at, row === 1 ? 70 : 84) },
  { name: 'BITS', format: '11X', bytesPerRow: 2, write: (view, at) => view.setUint16(at, 0b1010000000100000) },
  { name: 'NOTHING', format: '0D', bytesPerRow: 0, write: () => undefined },
];

describe('a binary table written by the test and read back', () => {
  const bytes = fitsTableFile(rows, columns, { OBJECT: "O'Neill", RADIUS: '1.0' }, { EXTNAME: 'ALL TYPES', BIG: 1e20 });
  const unit = [...fitsUnits('test.fits', bytes)][1];
  const table = unit && new FitsTable('test.fits', bytes, unit);
  const values = (name: string) => Array.from(table.column(name).values as ArrayLike<number | string>);

  it('has its rows, columns and header values', () => {
    expect(table?.rows).toBe(3);
    expect(table?.columnNames).toEqual(columns.map((column) => column.name));
    expect([...fitsUnits('test.fits', bytes)][0]?.header.get('OBJECT')).toBe("O'Neill");
    expect(unit?.header.get('EXTNAME')).toBe('ALL TYPES');
    expect(unit?.header.get('BIG')).toBe(1e20);
  });

  it('keeps 64-bit and 32-bit floats and a NaN', () => {
    expect(values('DOUBLE')).toEqual([0, Number.NaN, 2 * Math.PI]);
    expect(values('FLOAT')).toEqual([0.5, 1.5, 2.5]);
  });

  it('reads integers of every width and repeat counts', () => {
    expect(values('TRIPLE')).toEqual([-1, 0, 1, 9, 10, 11, 19, 20, 21]);
    expect(values('LONG')).toEqual([-1, 9_999_999_999, 19_999_999_999]);
    expect(values('NOTHING')).toEqual([]);
  });

  it('takes TNULL for missing and applies TSCAL and TZERO', () => {
    expect(values('BYTE')).toEqual([200, Number.NaN, 202]);
    expect(values('UNSIGNED')).toEqual([0, 1, 2]);
    expect(values('SCALED')).toEqual([7, 7.25, Number.NaN]);
  });

  it('reads text, logicals and bits', () => {
    expect(values('LABEL')).toEqual(['KOI-0', 'KOI-1', 'KOI-2']);
    expect(values('GOOD')).toEqual([1, 0, 1]);
    expect(values('BITS').slice(0, 11)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('reads from a view into a larger buffer', () => {
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    const view = shifted.subarray(5);
    const again = new FitsTable('test.fits', view, [...fitsUnits('test.fits', view)][1]);
    expect(again.scalars('DOUBLE')).toEqual(table?.scalars('DOUBLE'));
  });
});
