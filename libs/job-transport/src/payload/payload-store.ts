import { randomUUID } from 'node:crypto';
import type { RedisLink } from '../bullmq-adapter/redis-link';
import { PayloadExpiredError } from '../errors/job-error';
import type { MemoryLedger, PayloadHold } from './memory-ledger';

/** No command carries more [bytes], so that none keeps Redis busy for long. */
const CHUNK = 1024 * 1024;

/** Names a payload in the store. */
export interface PayloadReference {
  id: string;
  bytes: number;
}

/** Large payloads in Redis, each with a time to live. The ledger limits their sum. */
export class PayloadStore {
  constructor(
    private readonly link: RedisLink,
    private readonly prefix: string,
    private readonly ledger: MemoryLedger,
  ) {}

  /** @throws PayloadLimitError when there is no room */
  async put(payload: Buffer, ttlSeconds: number, hold: PayloadHold = {}): Promise<PayloadReference> {
    const reference = { id: randomUUID(), bytes: payload.byteLength };
    const ttl = Math.ceil(ttlSeconds * 1000);
    await this.ledger.store(this.entry(reference), ttl, hold, payload.subarray(0, CHUNK));
    for (let start = CHUNK; start < payload.byteLength; start += CHUNK) {
      const chunk = payload.subarray(start, start + CHUNK);
      await this.link.run((redis) => redis.hset(this.key(reference), String(start), chunk));
    }
    return reference;
  }

  /** @throws PayloadExpiredError when it is no longer kept */
  async get(reference: PayloadReference): Promise<Buffer> {
    const payload = Buffer.allocUnsafe(reference.bytes);
    for (let start = 0; start === 0 || start < reference.bytes; start += CHUNK) {
      const chunk = await this.link.run((redis) => redis.hgetBuffer(this.key(reference), String(start)));
      if (!chunk) throw new PayloadExpiredError();
      chunk.copy(payload, start);
    }
    return payload;
  }

  delete(reference: PayloadReference): Promise<void> {
    return this.ledger.free(this.entry(reference));
  }

  private entry(reference: PayloadReference) {
    const { id, bytes } = reference;
    return { key: this.key(reference), member: `${id}:${bytes}`, bytes };
  }

  private key({ id }: PayloadReference): string {
    return `${this.prefix}:payload:${id}`;
  }
}
