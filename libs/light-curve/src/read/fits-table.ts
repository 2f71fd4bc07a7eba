import { LightCurveError } from '../errors';
import { checkColumnCount, checkPixelCount, shownNames, shownText } from './check-size';
import { ascii, type FitsUnit, integer, numberOf, textOf } from './fits-header';
import { DEFAULT_LIMITS, type ReadLimits } from './limits';

/** Bytes of one element of each binary-table type (FITS 4.0, table 18); X counts bits. */
const ELEMENT_BYTES = { L: 1, X: 1 / 8, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 } as const;
type ElementType = keyof typeof ELEMENT_BYTES;
type NumericType = 'B' | 'I' | 'J' | 'K' | 'E' | 'D';

interface Column {
  name: string;
  /** From 1, as in TTYPEn. */
  number: number;
  type: ElementType;
  repeat: number;
  /** Place in a row [bytes]. */
  offset: number;
  /** Integer that means missing, and physical value = zero + scale · stored value. */
  missing?: number;
  scale: number;
  zero: number;
}

/** A column's values, row after row, `repeat` of them each. A text column has one string a row. */
export type ColumnValues =
  | { kind: 'numbers'; repeat: number; values: Float64Array }
  | { kind: 'text'; values: string[] }
  | { kind: 'flags'; repeat: number; values: Uint8Array };

/** A FITS binary table (XTENSION = BINTABLE), big-endian, read a column at a time. TDIM is ignored: cells are flat. */
export class FitsTable {
  readonly rows: number;
  private readonly rowBytes: number;
  private readonly columns = new Map<string, Column>();
  private readonly view: DataView;

  /** Throws `MALFORMED_FITS`, `TOO_MANY_POINTS`, `TOO_MANY_COLUMNS`, or `TRUNCATED` when the file ends inside the table. */
  constructor(
    private readonly file: string,
    private readonly bytes: Uint8Array,
    private readonly unit: FitsUnit,
    private readonly limits: ReadLimits = DEFAULT_LIMITS,
  ) {
    this.rowBytes = integer(file, unit.header, 'NAXIS1');
    this.rows = integer(file, unit.header, 'NAXIS2');
    const end = unit.data.start + this.rowBytes * this.rows;
    if (end > bytes.length) {
      throw new LightCurveError(
        'TRUNCATED',
        file,
        `the file has ${bytes.length} bytes, expected at least ${end}: its table promises ${this.rows} rows of ${this.rowBytes} bytes`,
      );
    }
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.readColumns();
  }

  static isTable(unit: FitsUnit): boolean {
    return unit.header.get('XTENSION') === 'BINTABLE';
  }

  get columnNames(): string[] {
    return [...this.columns.keys()];
  }

  /** Any column. Throws `MALFORMED_FITS` for complex numbers and variable-length arrays, which no light curve uses. */
  column(name: string): ColumnValues {
    const column = this.columns.get(name);
    if (!column)
      throw new LightCurveError(
        'MALFORMED_FITS',
        this.file,
        `no column ${shownText(name)}, the table has ${shownNames(this.columnNames)}`,
      );
    const { type, repeat } = column;
    if (type === 'A') return { kind: 'text', values: this.text(column) };
    if (type === 'L') return { kind: 'flags', repeat, values: this.logicals(column) };
    if (type === 'X') return { kind: 'flags', repeat, values: this.bits(column) };
    if (isNumeric(type)) return { kind: 'numbers', repeat, values: this.numbers(column, type) };
    throw new LightCurveError(
      'MALFORMED_FITS',
      this.file,
      `column ${shownText(name)} has type ${type}, expected real numbers`,
    );
  }

  /** A column of one number a row, missing values NaN; undefined when the table lacks it or it holds anything else. */
  scalars(name: string): Float64Array | undefined {
    const column = this.columns.get(name);
    if (!column) return undefined;
    return column.repeat === 1 && isNumeric(column.type) ? this.numbers(column, column.type) : undefined;
  }

  /** The text of a keyword of one column, such as TUNITn. */
  keyword(name: string, stem: string): string | undefined {
    const column = this.columns.get(name);
    return column && textOf(this.unit.header, `${stem}${column.number}`)?.trim();
  }

  /** What a cell of the column holds, as far as light curves use it. */
  shape(name: string): 'number' | 'pair' | 'text' | 'other' {
    const column = this.columns.get(name);
    if (column?.type === 'A') return 'text';
    if (!column || !isNumeric(column.type)) return 'other';
    return column.repeat === 1 ? 'number' : column.repeat === 2 ? 'pair' : 'other';
  }

  columnNumber(name: string): number | undefined {
    return this.columns.get(name)?.number;
  }

  /** Width and height of a column that holds one image per row (TDIMn). */
  imageSize(name: string): { width: number; height: number } | undefined {
    const column = this.columns.get(name);
    if (!column || !isNumeric(column.type)) return undefined;
    const [, width, height] = /^\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(this.keyword(name, 'TDIM') ?? '') ?? [];
    if (width === undefined || Number(width) * Number(height) !== column.repeat || column.repeat < 2) return undefined;
    return { width: Number(width), height: Number(height) };
  }

  /** All images of a column, one after another. Throws `TOO_MANY_POINTS` before the memory is spent. */
  images(name: string, limits: ReadLimits): Float32Array {
    const column = this.columns.get(name);
    if (!column || !isNumeric(column.type)) return new Float32Array(0);
    checkPixelCount(this.file, this.rows, column.repeat, limits);
    const values = new Float32Array(this.rows * column.repeat);
    this.visit(column, column.type, (value, row, element) => (values[row * column.repeat + element] = value));
    return values;
  }

  /** The error of the sum of the pixels that are used, in each image; undefined where no error is given. */
  summedErrors(name: string, used: Uint8Array, limits: ReadLimits): Float64Array | undefined {
    const column = this.columns.get(name);
    if (!column || !isNumeric(column.type) || column.repeat !== used.length) return undefined;
    checkPixelCount(this.file, this.rows, column.repeat, limits);
    const squares = new Float64Array(this.rows);
    this.visit(column, column.type, (value, row, element) => {
      if (used[element] === 1) squares[row] += value * value;
    });
    return squares.some(Number.isFinite) ? squares.map(Math.sqrt) : undefined;
  }

  /** Whether any number of a column is finite and not 0. */
  hasValues(name: string): boolean {
    const column = this.columns.get(name);
    if (!column || !isNumeric(column.type)) return false;
    let found = false;
    this.visit(column, column.type, (value) => (found ||= Number.isFinite(value) && value !== 0));
    return found;
  }

  /** The sum of the two numbers of each cell, as astropy writes a time (jd1, jd2). */
  sums(name: string): Float64Array | undefined {
    const column = this.columns.get(name);
    if (column?.repeat !== 2 || !isNumeric(column.type)) return undefined;
    const values = this.numbers(column, column.type);
    return Float64Array.from({ length: this.rows }, (_, row) => values[2 * row] + values[2 * row + 1]);
  }

  /** A number from each text of a column of short texts. */
  parsed(name: string, longest: number, parse: (text: string) => number): Float64Array | undefined {
    const column = this.columns.get(name);
    if (column?.type !== 'A' || column.repeat > longest) return undefined;
    return Float64Array.from({ length: this.rows }, (_, row) => parse(this.textCell(column, row)));
  }

  private readColumns(): void {
    const { header } = this.unit;
    const count = integer(this.file, header, 'TFIELDS');
    checkColumnCount(this.file, count, this.limits);
    let offset = 0;
    for (let index = 1; index <= count; index++) {
      const format = textOf(header, `TFORM${index}`);
      const parts = /^\s*(\d*)([LXBIJKAEDCMPQ])/.exec(format ?? '');
      if (!parts)
        throw new LightCurveError(
          'MALFORMED_FITS',
          this.file,
          `TFORM${index} is ${shownText(format ?? 'missing')}, expected a count and a type such as 1D`,
        );
      const type = parts[2] as ElementType;
      const repeat = parts[1] ? Number(parts[1]) : 1;
      const name = (textOf(header, `TTYPE${index}`) ?? `COLUMN${index}`).trim().toUpperCase();
      const missing = numberOf(header, `TNULL${index}`);
      const scale = numberOf(header, `TSCAL${index}`) ?? 1;
      const zero = numberOf(header, `TZERO${index}`) ?? 0;
      if (!this.columns.has(name))
        this.columns.set(name, {
          name,
          number: index,
          type,
          repeat,
          offset,
          scale,
          zero,
          ...(missing === undefined ? {} : { missing }),
        });
      offset += Math.ceil(repeat * ELEMENT_BYTES[type]);
    }
    if (offset !== this.rowBytes) {
      throw new LightCurveError(
        'MALFORMED_FITS',
        this.file,
        `the columns take ${offset} bytes per row, expected NAXIS1 = ${this.rowBytes}`,
      );
    }
  }

  private numbers(column: Column, type: NumericType): Float64Array {
    const values = new Float64Array(this.rows * column.repeat);
    this.visit(column, type, (value, row, element) => (values[row * column.repeat + element] = value));
    return values;
  }

  private visit(
    { offset, repeat, missing, scale, zero }: Column,
    type: NumericType,
    visit: (value: number, row: number, element: number) => void,
  ): void {
    const step = ELEMENT_BYTES[type];
    const nullValue = type === 'E' || type === 'D' ? undefined : missing;
    for (let row = 0; row < this.rows; row++) {
      let at = this.unit.data.start + row * this.rowBytes + offset;
      for (let element = 0; element < repeat; element++, at += step) {
        const stored = this.element(type, at);
        visit(stored === nullValue ? Number.NaN : zero + scale * stored, row, element);
      }
    }
  }

  /** A 64-bit integer beyond 2^53 loses its last digits. */
  private element(type: NumericType, at: number): number {
    switch (type) {
      case 'D':
        return this.view.getFloat64(at);
      case 'E':
        return this.view.getFloat32(at);
      case 'J':
        return this.view.getInt32(at);
      case 'I':
        return this.view.getInt16(at);
      case 'B':
        return this.view.getUint8(at);
      case 'K':
        return Number(this.view.getBigInt64(at));
    }
  }

  private text(column: Column): string[] {
    return Array.from({ length: this.rows }, (_, row) => this.textCell(column, row));
  }

  private textCell({ offset, repeat }: Column, row: number): string {
    const start = this.unit.data.start + row * this.rowBytes + offset;
    return (ascii(this.bytes, start, start + repeat).split('\0', 1)[0] ?? '').trimEnd();
  }

  private logicals({ offset, repeat }: Column): Uint8Array {
    const isTrue = 'T'.charCodeAt(0);
    return this.flags(repeat, (row, element) => this.view.getUint8(row + offset + element) === isTrue);
  }

  private bits({ offset, repeat }: Column): Uint8Array {
    return this.flags(
      repeat,
      (row, bit) => ((this.view.getUint8(row + offset + (bit >> 3)) >> (7 - (bit & 7))) & 1) === 1,
    );
  }

  private flags(repeat: number, isSet: (rowStart: number, element: number) => boolean): Uint8Array {
    return Uint8Array.from({ length: this.rows * repeat }, (_, index) => {
      const row = Math.floor(index / repeat);
      return isSet(this.unit.data.start + row * this.rowBytes, index - row * repeat) ? 1 : 0;
    });
  }
}

function isNumeric(type: ElementType): type is NumericType {
  return 'BIJKED'.includes(type);
}
