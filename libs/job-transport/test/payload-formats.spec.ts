import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  isByReference,
  pack,
  type Packed,
  type PackedByReference,
  unpackInline,
  unpackReference,
} from '../src/payload/packed';
import type { PayloadStore } from '../src/payload/payload-store';

/** A store in memory: what these tests check is the bytes, not where they are kept. */
function storeOf(stored: { bytes?: Buffer } = {}) {
  const store = {
    put: (payload: Buffer) => {
      stored.bytes = Buffer.from(payload);
      return Promise.resolve({ id: 'payload', bytes: payload.byteLength });
    },
    get: () => Promise.resolve(stored.bytes!),
  } as unknown as PayloadStore;
  return { store, stored };
}

async function roundTrip(value: unknown): Promise<unknown> {
  const { store } = storeOf();
  const packed = JSON.parse(JSON.stringify(await pack(value, store, 1))) as Packed;
  return isByReference(packed) ? unpackReference(packed, store) : unpackInline(packed);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);

const types = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;

describe.each([
  ['small', 3],
  ['large', 70_000],
] as const)('a %s value', (_size, length) => {
  it.each(types.map((type) => [type.name, type] as const))('keeps a %s', async (_name, type) => {
    const column = new type(length).map((_, index) => index % 100);
    const value = { list: [1, column, { deep: column }] };
    const { list } = (await roundTrip(value)) as { list: [number, typeof column, { deep: typeof column }] };
    for (const back of [list[1], list[2].deep]) {
      expect(back).toBeInstanceOf(type);
      expect(back.byteOffset % type.BYTES_PER_ELEMENT).toBe(0);
      expect(bytesOf(back).equals(bytesOf(column))).toBe(true);
    }
    expect(value.list[1]).toBe(column);
  });

  it('keeps NaN, infinities, big integers, text, null and a value that is nothing but an array', async () => {
    const filling = 'x'.repeat(length);
    const value = { filling, flux: new Float64Array([NaN, 1]), text: 'ü€', none: null, inf: -Infinity };
    expect(await roundTrip(value)).toEqual(value);
    const big = (await roundTrip(new BigInt64Array(length).fill(2n))) as BigInt64Array;
    expect(big).toBeInstanceOf(BigInt64Array);
    expect(big.every((each) => each === 2n) && big.length === length).toBe(true);
    expect(await roundTrip(undefined)).toBeUndefined();
  });

  it('carries only the part of a buffer that an array shows', async () => {
    const { store, stored } = storeOf();
    const part = new Float32Array(1_000_000).subarray(7, 7 + length);
    const packed = await pack(part, store, 1);
    const bytes = 'base64' in packed ? packed.base64.length : stored.bytes!.byteLength;
    expect(bytes).toBeLessThan(part.byteLength * 1.5 + 100);
  });
});

it('carries the number of its format', async () => {
  const { store } = storeOf();
  expect(await pack({ value: 1 }, store, 1)).toMatchObject({ format: 2 });
  expect(await pack(new Uint8Array(100_000), store, 1)).toMatchObject({ format: 2, payload: { id: 'payload' } });
});

it('writes a single prediction in fewer characters than JSON with the arrays beside it, the previous format', async () => {
  const { store } = storeOf();
  const columns = ['source', 'period', 'radius', 'period_err_low', 'period_err_high'];
  const values = new Float32Array(columns.length).fill(1 / 3);
  const previous = {
    value: { options: {}, table: { columns, rows: 1, values: null } },
    attachments: [
      {
        path: ['table', 'values'],
        type: 'Float32Array',
        length: values.byteLength,
        base64: Buffer.from(values.buffer).toString('base64'),
      },
    ],
  };
  const packed = await pack({ options: {}, table: { columns, rows: 1, values } }, store, 1);
  expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(previous).length);
});

describe('what the previous format wrote', () => {
  const small = {
    options: { model: 'exoplanet-tabular' },
    table: {
      columns: ['source', 'period', 'radius'],
      rows: 2,
      values: new Float32Array([0, 1.5, NaN, 1, 365.25, 2.5]),
    },
    note: 'ü',
    none: null,
  };
  const large = {
    name: 'ramp',
    columns: {
      period: Float32Array.from({ length: 20_000 }, (_, index) => index % 16),
      bits: new Uint8Array([1, 2, 3]),
      flux: new Float64Array([0.1, Infinity]),
    },
  };

  it('is still read: JSON, arrays in the job, and payloads by reference', async () => {
    const file = join(import.meta.dirname, 'fixtures/payloads-format-1.json');
    const { plain, inline, reference, blobDeflated } = JSON.parse(await readFile(file, 'utf8')) as {
      plain: Parameters<typeof unpackInline>[0];
      inline: Parameters<typeof unpackInline>[0];
      reference: PackedByReference;
      blobDeflated: string;
    };
    expect(unpackInline(plain)).toEqual({ value: 7, list: ['a'] });
    expect(unpackInline(inline)).toEqual(small);
    const { store } = storeOf({ bytes: inflateRawSync(Buffer.from(blobDeflated, 'base64')) });
    expect(await unpackReference(reference, store)).toEqual(large);
  });
});
