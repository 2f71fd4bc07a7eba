import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from './npy';

const folder = mkdtempSync(join(tmpdir(), 'npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a numpy file', () => {
  it('has the header of format 1.0, followed by the values', () => {
    const path = join(folder, 'views.npy');
    writeNpy(path, Float32Array.of(1, Number.NaN, -1, 0.5, 2, 3), [2, 3]);
    const bytes = readFileSync(path);
    const length = bytes.readUInt16LE(8);
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    expect((10 + length) % 64).toBe(0);
    expect(bytes.subarray(10, 10 + length).toString('latin1')).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/,
    );
    expect(bytes.length).toBe(10 + length + 24);
    expect(bytes.readFloatLE(10 + length + 8)).toBe(-1);
  });

  it('marks a one-dimensional shape with a comma and refuses a shape that does not fit', () => {
    const path = join(folder, 'mask.npy');
    writeNpy(path, Uint8Array.of(1, 0, 1), [3]);
    expect(readFileSync(path).toString('latin1')).toContain("'descr': '|u1', 'fortran_order': False, 'shape': (3,), }");
    expect(() => writeNpy(path, Uint8Array.of(1), [2])).toThrow('1 values do not fill the shape 2');
  });
});
