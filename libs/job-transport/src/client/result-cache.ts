import { LRUCache } from 'lru-cache';
import type { PayloadReference } from '../payload/payload-store';

/**
 * Large results that were read lately, by payload. The tasks of a command all read the same result: those that come while it
 * is read share that read, whatever its size, and later ones find it here while there is room.
 */
export class ResultCache {
  private readonly results: LRUCache<string, { value: unknown }>;
  private readonly reads = new Map<string, Promise<unknown>>();

  /** @param maxBytes limit on the sum of the results, as they were stored */
  constructor(maxBytes: number) {
    this.results = new LRUCache({ maxSize: maxBytes });
  }

  /** A read that fails is not remembered. */
  read({ id, bytes }: PayloadReference, load: () => Promise<unknown>): Promise<unknown> {
    const known = this.results.get(id);
    if (known) return Promise.resolve(known.value);
    let read = this.reads.get(id);
    if (!read) {
      read = load()
        .then((value) => {
          this.results.set(id, { value }, { size: bytes });
          return value;
        })
        .finally(() => this.reads.delete(id));
      this.reads.set(id, read);
    }
    return read;
  }
}
