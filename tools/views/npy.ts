import { writeFileSync } from 'node:fs';

/** Version 1.0 of the format; the data begins at a multiple of this many bytes (numpy.lib.format). */
const MAGIC = '\x93NUMPY\x01\x00';
const ALIGNMENT = 64;
const LENGTH_FIELD = 2;

/** Writes a C-ordered array that `numpy.load` reads; little-endian, as typed arrays are on every platform Node runs on. */
export function writeNpy(path: string, values: Float32Array | Uint8Array, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length)
    throw new Error(`${path}: ${values.length} values do not fill the shape ${shape.join(' × ')}`);
  const type = values instanceof Float32Array ? '<f4' : '|u1';
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const start = MAGIC.length + LENGTH_FIELD;
  const padding = ' '.repeat(ALIGNMENT - ((start + description.length + 1) % ALIGNMENT));
  const header = Buffer.from(`${MAGIC}\0\0${description}${padding}\n`, 'latin1');
  header.writeUInt16LE(header.length - start, MAGIC.length);
  writeFileSync(path, Buffer.concat([header, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]));
}
