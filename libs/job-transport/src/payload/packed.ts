import { attach, type AttachmentPlace, detach } from './attachments';
import type { PayloadReference, PayloadStore } from './payload-store';

/** A value on the wire: in the job's JSON while it is small, else by reference to the payload store. */
export type Packed = PackedInline | PackedByReference;

interface PackedInline {
  value?: unknown;
  attachments?: (AttachmentPlace & { base64: string })[];
}

interface PackedByReference {
  payload: PayloadReference;
  /** Bytes of the JSON head, which the attachments follow. */
  head: number;
}

interface Head {
  value?: unknown;
  places: AttachmentPlace[];
}

/** A job's JSON is parsed by Redis scripts and by every reader: what is larger than this goes by reference. */
export const INLINE_LIMIT = 64 * 1024;

/** @throws PayloadLimitError when the value is large and the store has no room. */
export async function pack(value: unknown, store: PayloadStore, ttlSeconds: number): Promise<Packed> {
  const { value: json, places, views, bytes } = detach(value);
  if (bytes <= INLINE_LIMIT) {
    if (!places.length) return { value: json };
    const attachments = places.map((place, index) => ({
      ...place,
      base64: Buffer.from(views[index]).toString('base64'),
    }));
    return { value: json, attachments };
  }
  const head = Buffer.from(JSON.stringify({ value: json, places } satisfies Head));
  return { payload: await store.put([head, ...views], ttlSeconds), head: head.byteLength };
}

/** A value of its own, or where it went inline the one in `packed`, completed in place. @throws PayloadExpiredError when it went by reference and is gone. */
export async function unpack(packed: Packed, store: PayloadStore): Promise<unknown> {
  if (!('payload' in packed)) {
    const { value, attachments } = packed;
    if (!attachments) return value;
    return attach(value, attachments, (index) => Buffer.from(attachments[index].base64, 'base64'));
  }
  const blob = await store.get(packed.payload);
  const { value, places } = JSON.parse(blob.toString('utf8', 0, packed.head)) as Head;
  let start = packed.head;
  const starts = places.map(({ length }) => (start += length) - length);
  return attach(value, places, (index) => blob.subarray(starts[index], starts[index] + places[index].length));
}

/** Frees what a packed value holds in the store. */
export async function discard(packed: Packed, store: PayloadStore): Promise<void> {
  if ('payload' in packed) await store.delete(packed.payload);
}
