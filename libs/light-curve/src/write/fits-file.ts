import { type FitsCard, fitsHeader, padded } from './fits-header';

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** One column of a binary table. Each row holds a number or a text, or with `image` the pixels of one image. */
export interface FitsColumn {
  name: string;
  unit?: string;
  values: Numbers | readonly string[];
  /** Width and height of the image in each row. */
  image?: readonly [width: number, height: number];
  /** Further keywords of the column, without its number. */
  cards?: readonly FitsCard[];
}

/** An extension: a table, or an image of whole numbers, rows from the bottom. */
export type FitsExtension =
  | { kind: 'table'; name: string; rows: number; columns: readonly FitsColumn[]; cards?: readonly FitsCard[] }
  | {
      kind: 'image';
      name: string;
      size: readonly [width: number, height: number];
      values: Int32Array;
      cards?: readonly FitsCard[];
    };

/** A FITS 4.0 file: a primary header without data, and its extensions. */
export function fitsFile(primary: readonly FitsCard[], extensions: readonly FitsExtension[]): Uint8Array {
  const parts = [
    fitsHeader([
      ['SIMPLE', true, 'conforms to the FITS standard'],
      ['BITPIX', 8],
      ['NAXIS', 0],
      ['EXTEND', true],
      ...primary,
    ]),
    ...extensions.flatMap((extension) => (extension.kind === 'table' ? tableUnit(extension) : imageUnit(extension))),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

type Table = Extract<FitsExtension, { kind: 'table' }>;

function tableUnit({ name, rows, columns, cards = [] }: Table): Uint8Array[] {
  const writers = columns.map((column) => cellWriter(column));
  const rowBytes = writers.reduce((sum, { bytes }) => sum + bytes, 0);
  const data = new Uint8Array(rows * rowBytes);
  const view = new DataView(data.buffer);
  let offset = 0;
  for (const { bytes, write } of writers) {
    for (let row = 0; row < rows; row++) write(view, row * rowBytes + offset, row);
    offset += bytes;
  }
  const header = fitsHeader([
    ['XTENSION', 'BINTABLE'],
    ['BITPIX', 8],
    ['NAXIS', 2],
    ['NAXIS1', rowBytes],
    ['NAXIS2', rows],
    ['PCOUNT', 0],
    ['GCOUNT', 1],
    ['TFIELDS', columns.length],
    ...columns.flatMap((column, index) => columnCards(column, writers[index].format, index + 1)),
    ['EXTNAME', name],
    ...cards,
  ]);
  return [header, padded(data)];
}

function columnCards({ name, unit, image, cards = [] }: FitsColumn, format: string, number: number): FitsCard[] {
  return [
    [`TTYPE${number}`, name],
    [`TFORM${number}`, format],
    [`TUNIT${number}`, unit],
    [`TDIM${number}`, image && `(${image.join(',')})`],
    ...cards.map(([keyword, value, comment]): FitsCard => [`${keyword}${number}`, value, comment]),
  ];
}

interface CellWriter {
  /** TFORM. */
  format: string;
  bytes: number;
  write: (view: DataView, at: number, row: number) => void;
}

/** FITS is big endian. */
function cellWriter({ values, image }: FitsColumn): CellWriter {
  if (!ArrayBuffer.isView(values)) return textWriter(values);
  const repeat = image ? image[0] * image[1] : 1;
  const [letter, bytes, put] = numberFormat(values);
  return {
    format: `${repeat === 1 ? '' : repeat}${letter}`,
    bytes: bytes * repeat,
    write: (view, at, row) => {
      for (let i = 0; i < repeat; i++) put(view, at + i * bytes, values[row * repeat + i]);
    },
  };
}

type Put = (view: DataView, at: number, value: number) => void;

function numberFormat(values: Numbers): [letter: string, bytes: number, put: Put] {
  if (values instanceof Float64Array) return ['D', 8, (view, at, value) => view.setFloat64(at, value)];
  if (values instanceof Float32Array) return ['E', 4, (view, at, value) => view.setFloat32(at, value)];
  if (values instanceof Int32Array) return ['J', 4, (view, at, value) => view.setInt32(at, value)];
  return ['B', 1, (view, at, value) => view.setUint8(at, value)];
}

function textWriter(texts: readonly string[]): CellWriter {
  const encoded = texts.map((text) => new TextEncoder().encode(text.replace(/[^\x20-\x7e]/g, '?')));
  const bytes = Math.max(1, ...encoded.map(({ length }) => length));
  return {
    format: `${bytes}A`,
    bytes,
    write: (view, at, row) => new Uint8Array(view.buffer, at, bytes).fill(0x20).set(encoded[row]),
  };
}

function imageUnit({ name, size, values, cards = [] }: Extract<FitsExtension, { kind: 'image' }>): Uint8Array[] {
  const data = new Uint8Array(values.length * 4);
  const view = new DataView(data.buffer);
  values.forEach((value, index) => view.setInt32(index * 4, value));
  const header = fitsHeader([
    ['XTENSION', 'IMAGE'],
    ['BITPIX', 32],
    ['NAXIS', 2],
    ['NAXIS1', size[0]],
    ['NAXIS2', size[1]],
    ['PCOUNT', 0],
    ['GCOUNT', 1],
    ['EXTNAME', name],
    ...cards,
  ]);
  return [header, padded(data)];
}
