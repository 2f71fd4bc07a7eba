import type { Redis } from 'ioredis';
import type { RedisLink } from '../bullmq-adapter/redis-link';
import { RedisScript } from '../bullmq-adapter/redis-script';
import { PayloadLimitError } from '../errors/job-error';

/**
 * Start of the scripts that need to know what is used. Keys: ledger, sum, reserved. The ledger is a sorted set of `<id>:<bytes>` of
 * stored payloads by time of expiry [ms], with the sum beside it. Expired entries are removed here; Redis deletes the payloads
 * themselves. `reserved` is a hash of the bytes that unfinished jobs hold, by pattern.
 */
const USED = `local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  for _, expired in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1000)) do
    redis.call('ZREM', KEYS[1], expired)
    redis.call('DECRBY', KEYS[2], string.match(expired, ':(%d+)$'))
  end
  local stored, reserved = math.max(0, tonumber(redis.call('GET', KEYS[2]) or 0)), 0
  for _, bytes in ipairs(redis.call('HVALS', KEYS[3])) do reserved = reserved + math.max(0, tonumber(bytes)) end
  local used = stored + reserved`;

/** Returns what is stored and what is reserved [bytes]. */
const usageScript = new RedisScript<[number, number]>('payloadUsage', 3, `${USED}\n  return {stored, reserved}`);

/**
 * One more key: payload. Arguments: member, bytes, time to live [ms], limit, bytes that are reserved for it, first chunk,
 * pattern and bytes to reserve beside it.
 */
const storeScript = new RedisScript<number>(
  'storePayload',
  4,
  `${USED}
  local bytes, covered, more = tonumber(ARGV[2]), tonumber(ARGV[5]), tonumber(ARGV[8])
  if bytes + more > covered and used - covered + bytes + more > tonumber(ARGV[4]) then return 0 end
  if more > 0 then redis.call('HINCRBY', KEYS[3], ARGV[7], more) end
  redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
  redis.call('INCRBY', KEYS[2], bytes)
  redis.call('HSET', KEYS[4], 0, ARGV[6])
  redis.call('PEXPIRE', KEYS[4], ARGV[3])
  return 1`,
);

/** Arguments: pattern, bytes, limit. */
const reserveScript = new RedisScript<number>(
  'reservePayloadMemory',
  3,
  `${USED}
  if used + ARGV[2] > tonumber(ARGV[3]) then return 0 end
  redis.call('HINCRBY', KEYS[3], ARGV[1], ARGV[2])
  return 1`,
);

/** Keys: ledger, sum, payload. Arguments: member, bytes. */
const freeScript = new RedisScript<number>(
  'freePayload',
  3,
  `local removed = redis.call('ZREM', KEYS[1], ARGV[1])
  if removed == 1 then redis.call('DECRBY', KEYS[2], ARGV[2]) end
  redis.call('UNLINK', KEYS[3])
  return removed`,
);

/** Reservations up to this size are written later, many in one command [bytes]; the size is smaller where the limit is small. */
const SMALL = 64 * 1024;
const SMALL_PART = 0.05;
/** Above this fraction of the limit, every reservation is checked in Redis first. */
const NEARLY_FULL = 0.9;
/** How long a small change waits to be written, and how old the view of what others use may be [ms]. */
const WRITE_INTERVAL = 100;
const READ_INTERVAL = 1000;

/** What is used of the payload memory [bytes]. */
export interface PayloadUsage {
  /** Requests and results that are stored by reference. */
  stored: number;
  /** What unfinished jobs hold beside that: their data in the queue, and room for their results. */
  reserved: number;
  limit: number;
}

/**
 * Counts the memory of payloads in Redis, for all processes together. A job reserves what it holds until it ends when it is
 * accepted, so that its result finds room. Small reservations cost no round trip: they are added up here and written a few
 * times a second. What others use is read once a second and after each twentieth of the limit, so that each process can
 * exceed the limit by a tenth at most.
 */
export class MemoryLedger {
  readonly reservedKey: string;
  private readonly ledger: string;
  private readonly sum: string;
  /** Changes that are not written yet, by pattern. */
  private readonly pending = new Map<string, number>();
  private pendingBytes = 0;
  private timer?: NodeJS.Timeout;
  private known = { stored: 0, reserved: 0 };
  private knownAt = -Infinity;
  private addedSince = 0;
  private readonly small: number;

  constructor(
    private readonly link: RedisLink,
    prefix: string,
    readonly limit: number,
  ) {
    this.small = Math.min(SMALL, SMALL_PART * limit);
    this.ledger = `${prefix}:payloads`;
    this.sum = `${prefix}:payloads:bytes`;
    this.reservedKey = `${prefix}:payloads:reserved`;
  }

  /** @throws PayloadLimitError when there is no room */
  async reserve(pattern: string, bytes: number): Promise<void> {
    if (bytes > this.limit) throw new PayloadLimitError('too large', bytes, this.limit);
    if (performance.now() - this.knownAt > READ_INTERVAL || this.addedSince > SMALL_PART * this.limit)
      await this.usage();
    const used = this.known.stored + this.known.reserved + this.pendingBytes;
    if (bytes <= this.small && used + bytes < NEARLY_FULL * this.limit) {
      this.addedSince += bytes;
      return this.change(pattern, bytes);
    }
    const keys = [this.ledger, this.sum, this.reservedKey];
    const reserved = await this.link.run((redis) => reserveScript.run(redis, keys, [pattern, bytes, this.limit]));
    if (!reserved) throw new PayloadLimitError('full', bytes, this.limit);
  }

  /** Gives back what was reserved. */
  release(pattern: string, bytes: number): void {
    if (bytes > 0) this.change(pattern, -bytes);
  }

  /** Counts a payload and writes its first chunk. @throws PayloadLimitError */
  async store(
    { key, member, bytes }: PayloadEntry,
    ttlMs: number,
    hold: PayloadHold,
    firstChunk: Buffer,
  ): Promise<void> {
    const { covered = 0, reserve } = hold;
    const total = bytes + (reserve?.bytes ?? 0);
    if (total > this.limit) throw new PayloadLimitError('too large', total, this.limit);
    const keys = [this.ledger, this.sum, this.reservedKey, key];
    const parameters = [
      member,
      bytes,
      ttlMs,
      this.limit,
      covered,
      firstChunk,
      reserve?.pattern ?? '',
      reserve?.bytes ?? 0,
    ];
    const stored = await this.link.run((redis) => storeScript.run(redis, keys, parameters));
    if (!stored) throw new PayloadLimitError('full', total, this.limit);
  }

  /** Deletes a payload. */
  async free({ key, member, bytes }: PayloadEntry): Promise<void> {
    await this.link.run((redis) => freeScript.run(redis, [this.ledger, this.sum, key], [member, bytes]));
  }

  async usage(): Promise<PayloadUsage> {
    this.knownAt = performance.now();
    this.addedSince = 0;
    const keys = [this.ledger, this.sum, this.reservedKey];
    const [stored, reserved] = await this.link.run((redis) => usageScript.run(redis, keys, []));
    this.known = { stored, reserved };
    return { stored, reserved: reserved + this.pendingBytes, limit: this.limit };
  }

  /** Writes what is pending. */
  async close(): Promise<void> {
    if (this.link.isReady) await this.write(this.link.redis).catch(() => undefined);
  }

  private change(pattern: string, bytes: number): void {
    this.writeLater(pattern, bytes);
    if (Math.abs(this.pendingBytes) > this.small) this.flush();
  }

  private writeLater(pattern: string, bytes: number): void {
    this.pending.set(pattern, (this.pending.get(pattern) ?? 0) + bytes);
    this.pendingBytes += bytes;
    this.timer ??= setTimeout(() => this.flush(), WRITE_INTERVAL).unref();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.link
      .run((redis) => this.write(redis))
      .catch(() => {
        if (this.pending.size > 0) this.timer ??= setTimeout(() => this.flush(), WRITE_INTERVAL).unref();
      });
  }

  /** What cannot be written because the connection is lost stays pending, and is tried again later: at once, it would not let the loss be noticed. */
  private async write(redis: Redis): Promise<void> {
    const changes = [...this.pending].filter(([, bytes]) => bytes !== 0);
    this.pending.clear();
    this.known.reserved += this.pendingBytes;
    this.pendingBytes = 0;
    const written = await Promise.allSettled(
      changes.map(([pattern, bytes]) => redis.hincrby(this.reservedKey, pattern, bytes)),
    );
    written.forEach(({ status }, index) => {
      if (status === 'rejected') this.writeLater(...changes[index]);
    });
  }
}

/** How a payload is counted beside its own bytes. */
export interface PayloadHold {
  /** Bytes that were reserved for it before. */
  covered?: number;
  /** What is reserved together with it. */
  reserve?: { pattern: string; bytes: number };
}

/** A payload as the ledger counts it. */
interface PayloadEntry {
  key: string;
  member: string;
  bytes: number;
}
