import { inflateRawSync } from 'node:zlib';

export interface NumpyArray {
  shape: number[];
  /** Flat, the last axis fastest; numbers, or texts of a `<U` array. */
  values: number[] | string[];
}

/** The arrays of an `.npz` file by name: little-endian floats and integers, and texts, without Fortran order. */
export function readNumpyArchive(bytes: Uint8Array, names: readonly string[]): Record<string, NumpyArray> {
  const file = Buffer.from(bytes);
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const arrays: Record<string, NumpyArray> = {};
  let at = file.readUInt32LE(end + 16);
  for (let entry = file.readUInt16LE(end + 10); entry > 0; entry--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.toString('latin1', at + 46, at + 46 + nameLength).replace(/\.npy$/, '');
    if (names.includes(name)) {
      const local = file.readUInt32LE(at + 42);
      const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
      const stored = file.subarray(start, start + file.readUInt32LE(at + 20));
      arrays[name] = readNumpy(file.readUInt16LE(at + 10) === 8 ? inflateRawSync(stored) : stored);
    }
    at += 46 + nameLength + extra + comment;
  }
  return arrays;
}

function readNumpy(bytes: Buffer): NumpyArray {
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, start);
  const [, kind, size] = /'descr': '[<|]([fiU])(\d+)'/.exec(header) ?? [];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter(Boolean).map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  const width = kind === 'U' ? 4 * Number(size) : Number(size);
  const cells = Array.from({ length: count }, (_, index) => bytes.subarray(start + index * width));
  if (kind === 'U') return { shape, values: cells.map((cell) => cell.toString('utf8', 0, width).replaceAll('\0', '')) };
  return { shape, values: cells.map((cell) => numberIn(cell, `${kind}${size}`)) };
}

function numberIn(cell: Buffer, type: string): number {
  switch (type) {
    case 'f4':
      return cell.readFloatLE();
    case 'f8':
      return cell.readDoubleLE();
    case 'i2':
      return cell.readInt16LE();
    case 'i8':
      return Number(cell.readBigInt64LE());
    default:
      throw new Error(`numpy type ${type}`);
  }
}
