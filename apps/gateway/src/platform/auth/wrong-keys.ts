import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';

/** How long a wrong key of an address counts [ms]. */
const MEMORY = 60_000;
/** Maximum number of addresses that are remembered. */
const MAX_ADDRESSES = 10_000;
/** Delay of the answer to a wrong key, for each wrong key before it, and at most [ms]. */
const DELAY_STEP = 100;
const MAX_DELAY = 2000;

/** Slows down guessing of API keys. A valid key is never delayed, not even from an address that sent wrong ones. */
export class WrongKeys {
  private readonly counts = new LRUCache<string, number>({ max: MAX_ADDRESSES, ttl: MEMORY });

  /** Counts a wrong key and resolves when it may be answered. */
  async delay(address: string): Promise<void> {
    const count = this.counts.get(address) ?? 0;
    this.counts.set(address, count + 1);
    await delay(Math.min(count * DELAY_STEP, MAX_DELAY), undefined, { ref: false });
  }
}
