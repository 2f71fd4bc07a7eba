import { malformedVoTable } from './votable-errors';
import { type BinaryField, binaryField, type VoField } from './votable-field';

/**
 * Reads the rows of a VOTable in the form BINARY or BINARY2: base64 of values one after the other, big endian. The text may arrive
 * in pieces that end anywhere. https://www.ivoa.net/documents/VOTable/20191021/ sections 5.3 and 5.4
 */
export class BinaryRows {
  private readonly fields: readonly BinaryField[];
  /** Base64 characters that do not make whole bytes yet. */
  private text = '';
  /** Bytes that do not make a whole row yet. */
  private bytes = Buffer.alloc(0);

  /**
   * @param hasNullMask each row begins with a bit for each column that says whether its value is missing: BINARY2
   * @param maxRowBytes a longer row is refused, with all that follows
   */
  constructor(
    fields: readonly VoField[],
    private readonly hasNullMask: boolean,
    private readonly maxRowBytes: number,
  ) {
    this.fields = fields.map(binaryField);
  }

  /** The rows that are complete with this piece of the text. @throws CatalogueError */
  push(piece: string): string[][] {
    const text = this.text + piece.replace(/\s+/g, '');
    const whole = text.length - (text.length % 4);
    this.text = text.slice(whole);
    const encoded = text.slice(0, whole);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw malformedVoTable('its stream is not base64');
    const arrived = Buffer.from(encoded, 'base64');
    this.bytes = this.bytes.length === 0 ? arrived : Buffer.concat([this.bytes, arrived]);
    return this.takeRows();
  }

  /** @throws CatalogueError where the stream ends inside a row */
  end(): void {
    if (this.text.length + this.bytes.length > 0) throw malformedVoTable('its stream ends within a row');
  }

  private takeRows(): string[][] {
    const rows: string[][] = [];
    const row = new RowReader(this.bytes);
    let start = 0;
    for (;;) {
      row.at = start;
      const cells = start < this.bytes.length ? this.cellsAt(row) : undefined;
      if (!cells) break;
      rows.push(cells);
      // A table without columns would have rows of no bytes, without end.
      if (row.at === start) throw malformedVoTable('its rows have no bytes');
      start = row.at;
    }
    this.bytes = this.bytes.subarray(start);
    return rows;
  }

  /** The cells of the row that begins here; undefined if it has not arrived. */
  private cellsAt(row: RowReader): string[] | undefined {
    const start = row.at;
    const mask = this.hasNullMask ? row.take(Math.ceil(this.fields.length / 8)) : undefined;
    if (this.hasNullMask && !mask) return undefined;
    const cells: string[] = [];
    for (const [index, field] of this.fields.entries()) {
      const count = field.count ?? row.count();
      if (count === undefined) return undefined;
      const size = field.datatype === 'bit' ? Math.ceil(count / 8) : count * field.size;
      if (row.at - start + size > this.maxRowBytes)
        throw malformedVoTable(`a row is longer than ${this.maxRowBytes} bytes`);
      const bytes = row.take(size);
      if (!bytes) return undefined;
      const isNull = mask !== undefined && ((mask[index >> 3] >> (7 - (index & 7))) & 1) === 1;
      const cell = isNull ? '' : cellOf(bytes, field, count);
      cells.push(cell === field.null ? '' : cell);
    }
    return cells;
  }
}

/** A position in bytes. */
class RowReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  take(size: number): Buffer | undefined {
    if (this.at + size > this.bytes.length) return undefined;
    return this.bytes.subarray(this.at, (this.at += size));
  }

  /** The number of values of a cell that says it. */
  count(): number | undefined {
    const bytes = this.take(4);
    if (!bytes) return undefined;
    const count = bytes.readInt32BE();
    if (count < 0) throw malformedVoTable(`a cell has ${count} values`);
    return count;
  }
}

/** The text of a cell, as TABLEDATA would have it. */
function cellOf(bytes: Buffer, field: BinaryField, count: number): string {
  switch (field.datatype) {
    case 'char':
      return untilNul(bytes.toString('utf8'));
    case 'unicodeChar':
      return untilNul(Buffer.from(bytes).swap16().toString('utf16le'));
    case 'bit':
      // The standard has the first bit in front; astropy writes a single one as 8.
      if (count === 1) return bytes[0] === 0 ? '0' : '1';
      return Array.from({ length: count }, (_, index) => (bytes[index >> 3] >> (7 - (index & 7))) & 1).join('');
    default:
      return Array.from({ length: count }, (_, index) => valueAt(bytes, index * field.size, field))
        .join(' ')
        .trim();
  }
}

function valueAt(bytes: Buffer, at: number, { datatype }: BinaryField): string {
  switch (datatype) {
    case 'boolean':
      return /[T1]/i.test(String.fromCharCode(bytes[at]))
        ? 'true'
        : /[F0]/i.test(String.fromCharCode(bytes[at]))
          ? 'false'
          : '';
    case 'unsignedByte':
      return String(bytes[at]);
    case 'short':
      return String(bytes.readInt16BE(at));
    case 'int':
      return String(bytes.readInt32BE(at));
    case 'long':
      return String(bytes.readBigInt64BE(at));
    case 'float':
      return floatText(bytes.readFloatBE(at));
    case 'floatComplex':
      return `${floatText(bytes.readFloatBE(at))} ${floatText(bytes.readFloatBE(at + 4))}`;
    case 'doubleComplex':
      return `${doubleText(bytes.readDoubleBE(at))} ${doubleText(bytes.readDoubleBE(at + 8))}`;
    default:
      return doubleText(bytes.readDoubleBE(at));
  }
}

/** NaN is how a float says that it is missing. */
const doubleText = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** The fewest digits that give the same number in single precision. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return doubleText(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

const untilNul = (text: string): string => text.replace(/\0.*$/s, '').trim();
