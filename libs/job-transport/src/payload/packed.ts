import { Packr } from 'msgpackr';
import { type InlineFormat1, readInline, readPayload, type ReferenceFormat1 } from './format-1';
import type { PayloadHold } from './memory-ledger';
import type { PayloadReference, PayloadStore } from './payload-store';

/** A value on the wire: in the job's JSON while it is small, otherwise by reference to the payload store. */
export type Packed = PackedInline | PackedByReference;

export type PackedInline = { format: 2; base64: string } | InlineFormat1;
/** As `pack` writes it. */
export type PackedNow = Extract<Packed, { format: 2 }>;
export type PackedByReference = { payload: PayloadReference } & ({ format: 2 } | ReferenceFormat1);

/** Largest value in a job's JSON [bytes]: the JSON is copied by Redis scripts and parsed by every reader. */
const INLINE_LIMIT = 64 * 1024;

/** MessagePack. Typed arrays keep their type, and the names of repeated objects' fields are written once. */
const packr = new Packr({ moreTypes: true, useRecords: true });

/** @param hold how a large value is counted. @throws PayloadLimitError when the value is large and there is no room */
export async function pack(
  value: unknown,
  store: PayloadStore,
  ttlSeconds: number,
  hold: PayloadHold = {},
): Promise<PackedNow> {
  const bytes = packr.pack(value);
  if (bytes.byteLength <= INLINE_LIMIT) return { format: 2, base64: bytes.toString('base64') };
  return { format: 2, payload: await store.put(bytes, ttlSeconds, hold) };
}

/** @throws RangeError when the value does not fit into a job's JSON */
export function packInline(value: unknown): PackedInline {
  const bytes = packr.pack(value);
  if (bytes.byteLength > INLINE_LIMIT) throw new RangeError(`${bytes.byteLength} bytes are too many for a job`);
  return { format: 2, base64: bytes.toString('base64') };
}

export const isByReference = (packed: Packed): packed is PackedByReference => 'payload' in packed;

export function unpackInline(packed: PackedInline): unknown {
  return packed.format === 2 ? packr.unpack(Buffer.from(packed.base64, 'base64')) : readInline(packed);
}

/** @throws PayloadExpiredError when the payload is no longer kept */
export async function unpackReference(packed: PackedByReference, store: PayloadStore): Promise<unknown> {
  const bytes = await store.get(packed.payload);
  return packed.format === 2 ? packr.unpack(bytes) : readPayload(packed, bytes);
}

/** Frees what a packed value holds in the store. */
export async function discard(packed: Packed, store: PayloadStore): Promise<void> {
  if (isByReference(packed)) await store.delete(packed.payload);
}
