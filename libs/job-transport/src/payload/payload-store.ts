import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RedisScript } from '../bullmq-adapter/redis-script';
import { PayloadExpiredError, PayloadLimitError } from '../errors/job-error';

/** No command carries more [bytes], so that none keeps Redis busy for long. */
const CHUNK = 1024 * 1024;

/**
 * Keys: ledger, sum, payload. Arguments: member, bytes, time to live [ms], limit [bytes], first chunk.
 * The ledger is a sorted set of `<id>:<bytes>` by time of expiry [ms], with the sum beside it. Expired entries are removed
 * when the next payload asks for room; Redis deletes the payloads themselves when they expire.
 */
const reserve = new RedisScript<number>(
  'reservePayload',
  3,
  `local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local ledger, sum, payload = KEYS[1], KEYS[2], KEYS[3]
  local member, bytes, ttl, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  for _, expired in ipairs(redis.call('ZRANGEBYSCORE', ledger, '-inf', now, 'LIMIT', 0, 1000)) do
    redis.call('ZREM', ledger, expired)
    redis.call('DECRBY', sum, string.match(expired, ':(%d+)$'))
  end
  local used = tonumber(redis.call('GET', sum) or 0)
  if used + bytes > limit then return 0 end
  redis.call('ZADD', ledger, now + ttl, member)
  redis.call('INCRBY', sum, bytes)
  redis.call('HSET', payload, 0, ARGV[5])
  redis.call('PEXPIRE', payload, ttl)
  return 1`,
);

/** Keys: ledger, sum, payload. Arguments: member, bytes. */
const release = new RedisScript<number>(
  'releasePayload',
  3,
  `local removed = redis.call('ZREM', KEYS[1], ARGV[1])
  if removed == 1 then redis.call('DECRBY', KEYS[2], ARGV[2]) end
  redis.call('UNLINK', KEYS[3])
  return removed`,
);

/** Names a payload in the store. */
export interface PayloadReference {
  id: string;
  bytes: number;
}

/** Large payloads in Redis, each with a time to live, with a limit on their sum. */
export class PayloadStore {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly limit: number,
  ) {}

  /** @throws PayloadLimitError when there is no room */
  async put(payload: Buffer, ttlSeconds: number): Promise<PayloadReference> {
    const bytes = payload.byteLength;
    if (bytes > this.limit) throw new PayloadLimitError('too large', bytes, this.limit);
    const reference = { id: randomUUID(), bytes };
    const ttl = Math.ceil(ttlSeconds * 1000);
    const parameters = [member(reference), bytes, ttl, this.limit, payload.subarray(0, CHUNK)];
    const reserved = await reserve.run(this.redis, this.keys(reference), parameters);
    if (!reserved) throw new PayloadLimitError('full', bytes, this.limit);
    for (let start = CHUNK; start < bytes; start += CHUNK) {
      await this.redis.hset(this.key(reference), String(start), payload.subarray(start, start + CHUNK));
    }
    return reference;
  }

  /** @throws PayloadExpiredError when it is no longer kept */
  async get(reference: PayloadReference): Promise<Buffer> {
    const payload = Buffer.allocUnsafe(reference.bytes);
    for (let start = 0; start === 0 || start < reference.bytes; start += CHUNK) {
      const chunk = await this.redis.hgetBuffer(this.key(reference), String(start));
      if (!chunk) throw new PayloadExpiredError();
      chunk.copy(payload, start);
    }
    return payload;
  }

  async delete(reference: PayloadReference): Promise<void> {
    await release.run(this.redis, this.keys(reference), [member(reference), reference.bytes]);
  }

  private keys(reference: PayloadReference): string[] {
    return [`${this.prefix}:payloads`, `${this.prefix}:payloads:bytes`, this.key(reference)];
  }

  private key({ id }: PayloadReference): string {
    return `${this.prefix}:payload:${id}`;
  }
}

const member = ({ id, bytes }: PayloadReference) => `${id}:${bytes}`;
