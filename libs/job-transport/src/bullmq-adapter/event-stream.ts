import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { openRedis, type RedisConnection } from '@exoplanet/redis';

/** One entry of a queue's event stream, by field. BullMQ writes `event` and, for most events, `jobId`. */
export type StreamEntry = Readonly<Record<string, string>>;

export interface EventStreamListener {
  onEntry(entry: StreamEntry): void;
  /** Entries may have been missed: at the start, after each reconnection, and where Redis trimmed the stream before it was read. */
  onGap(): void;
}

/** Entries of one read. */
const COUNT = 1000;
/** How long Redis holds a read while there is nothing new [ms]. */
const BLOCK_MS = 5000;

/**
 * Follows the event stream of one queue, from its end at the time of the first connection. After a reconnection it continues
 * where it stopped. BullMQ's own `QueueEvents` starts at `$`, decodes every result, and waits five seconds after an error.
 */
export class EventStream {
  private readonly redis: Redis;
  private cursor?: string;
  private closed = false;
  /** Whether the listener gets every entry from now on. */
  live = false;

  constructor(
    connection: RedisConnection,
    private readonly stream: string,
    private readonly listener: EventStreamListener,
  ) {
    this.redis = openRedis(connection, {
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      silenceTimeout: BLOCK_MS + 2000,
    });
    this.redis.on('error', () => undefined);
    this.redis.on('ready', () => void this.follow());
    this.redis.on('close', () => (this.live = false));
  }

  close(): void {
    this.closed = true;
    this.live = false;
    this.redis.disconnect();
  }

  /** Reads until the connection is lost; the next connection starts it again. */
  private async follow(): Promise<void> {
    try {
      this.cursor ??= await this.end();
      this.live = true;
      this.listener.onGap();
      while (!this.closed) await this.readOnce(this.cursor);
    } catch {
      this.live = false;
      if (this.closed || this.redis.status !== 'ready') return;
      await delay(200);
      if (!this.closed) this.redis.disconnect(true);
    }
  }

  private async readOnce(from: string): Promise<void> {
    const reply = await this.redis.xread('COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', this.stream, from);
    if (!reply) return;
    const entries = reply[0][1];
    // BullMQ keeps at least 10,000 entries, so only a reader that is a full read behind can have missed some.
    if (entries.length === COUNT && (await this.wasTrimmedAfter(from))) this.listener.onGap();
    for (const [id, flat] of entries) {
      this.cursor = id;
      const fields: Record<string, string> = {};
      for (let index = 0; index < flat.length; index += 2) fields[flat[index]] = flat[index + 1];
      this.listener.onEntry(fields);
    }
  }

  private async wasTrimmedAfter(id: string): Promise<boolean> {
    const [first] = await this.redis.xrange(this.stream, '-', '+', 'COUNT', 1);
    return first === undefined || isLater(first[0], id);
  }

  private async end(): Promise<string> {
    const [last] = await this.redis.xrevrange(this.stream, '+', '-', 'COUNT', 1);
    return last?.[0] ?? '0-0';
  }
}

function isLater(id: string, other: string): boolean {
  const [time, sequence] = id.split('-').map(Number);
  const [otherTime, otherSequence] = other.split('-').map(Number);
  return time > otherTime || (time === otherTime && sequence > otherSequence);
}
