import { discard, isByReference, pack } from '../payload/packed';
import type { PayloadReference, PayloadStore } from '../payload/payload-store';
import type { PackedResult } from '../protocol/job-envelopes';
import type { JobRun } from './job-run';

/**
 * Packs the result of a run and stores what its handler attached.
 * @param reserved bytes that the job reserved for all of it. @throws PayloadLimitError when there is no room; nothing is kept then
 */
export async function packResult(
  result: unknown,
  run: Pick<JobRun, 'attachments' | 'throwIfAborted'>,
  store: PayloadStore,
  ttlSeconds: number,
  reserved: number,
): Promise<PackedResult> {
  const packed = await pack(result, store, ttlSeconds, { covered: reserved });
  const attached: Record<string, PayloadReference> = {};
  let covered = reserved - (isByReference(packed) ? packed.payload.bytes : packed.base64.length);
  try {
    for (const [name, bytes] of run.attachments) {
      run.throwIfAborted();
      const { buffer, byteOffset, byteLength } = bytes;
      const payload = Buffer.from(buffer, byteOffset, byteLength);
      attached[name] = await store.put(payload, ttlSeconds, { covered: Math.max(0, covered) });
      covered -= byteLength;
    }
  } catch (error) {
    const stored = Object.values(attached).map((reference) => store.delete(reference));
    await Promise.allSettled([discard(packed, store), ...stored]);
    throw error;
  }
  return run.attachments.size > 0 ? { ...packed, attached } : packed;
}
