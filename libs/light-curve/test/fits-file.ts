/** Writes small FITS files for tests, from the standard (FITS 4.0) and independent of the reader. */

const BLOCK = 2880;

type CardValue = string | number | boolean;

function card(keyword: string, value: CardValue): string {
  const text =
    typeof value === 'string'
      ? `'${value.replaceAll("'", "''").padEnd(8)}'`
      : typeof value === 'boolean'
        ? (value ? 'T' : 'F').padStart(20)
        : String(value).padStart(20);
  return `${keyword.padEnd(8)}= ${text} / as written by the test`.slice(0, 80).padEnd(80);
}

function padded(bytes: Uint8Array, filler: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(filler);
  whole.set(bytes);
  return whole;
}

function header(cards: Record<string, CardValue>): Uint8Array {
  const text = [...Object.entries(cards).map(([keyword, value]) => card(keyword, value)), 'END'.padEnd(80)].join('');
  return padded(new TextEncoder().encode(text), 32);
}

export interface TestColumn {
  name: string;
  /** TFORM, for example `D`, `3J`, `8A`. */
  format: string;
  bytesPerRow: number;
  write: (view: DataView, at: number, row: number) => void;
  /** Further keywords without the column number, for example TNULL. */
  extra?: Record<string, CardValue>;
}

export const doubles = (name: string, values: ArrayLike<number>): TestColumn => ({
  name,
  format: 'D',
  bytesPerRow: 8,
  write: (view, at, row) => view.setFloat64(at, values[row]),
});
export const floats = (name: string, values: ArrayLike<number>): TestColumn => ({
  name,
  format: 'E',
  bytesPerRow: 4,
  write: (view, at, row) => view.setFloat32(at, values[row]),
});

/** A primary header and one binary table. */
export function fitsTableFile(
  rows: number,
  columns: TestColumn[],
  primary: Record<string, CardValue> = {},
  table: Record<string, CardValue> = {},
): Uint8Array {
  const rowBytes = columns.reduce((sum, column) => sum + column.bytesPerRow, 0);
  const data = new Uint8Array(rows * rowBytes);
  const view = new DataView(data.buffer);
  const described: Record<string, CardValue> = {};
  let offset = 0;
  columns.forEach(({ name, format, bytesPerRow, write, extra }, index) => {
    described[`TTYPE${index + 1}`] = name;
    described[`TFORM${index + 1}`] = format;
    for (const [keyword, value] of Object.entries(extra ?? {})) described[`${keyword}${index + 1}`] = value;
    for (let row = 0; row < rows; row++) write(view, row * rowBytes + offset, row);
    offset += bytesPerRow;
  });
  return joined([
    header({ SIMPLE: true, BITPIX: 8, NAXIS: 0, EXTEND: true, ...primary }),
    header({
      XTENSION: 'BINTABLE',
      BITPIX: 8,
      NAXIS: 2,
      NAXIS1: rowBytes,
      NAXIS2: rows,
      PCOUNT: 0,
      GCOUNT: 1,
      TFIELDS: columns.length,
      ...described,
      ...table,
    }),
    padded(data, 0),
  ]);
}

/** A FITS image of 32-bit integers, as a telescope's full frame is. */
export function fitsImageFile(width: number, height: number): Uint8Array {
  return joined([
    header({ SIMPLE: true, BITPIX: 32, NAXIS: 2, NAXIS1: width, NAXIS2: height }),
    padded(new Uint8Array(width * height * 4), 0),
  ]);
}

function joined(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
