import type { Redis } from 'ioredis';
import { readEnvironment, redisOptions } from '@exoplanet/platform';
import { openRedis } from '@exoplanet/redis';

const KINDS = ['predict', 'analyze'] as const;

/** Counts how often each command was committed, from the event streams of the queues: each final is one `completed` or `failed`. */
export class CommitCounter {
  private readonly redis: Redis;
  private readonly commits = new Map<string, number>();
  private readonly cursors = new Map<string, string>();
  private readonly following: Promise<void>;
  private closed = false;

  constructor(url: string, prefix: string) {
    this.redis = openRedis(redisOptions(readEnvironment({ REDIS_URL: url })), { maxRetriesPerRequest: null });
    this.redis.on('error', () => undefined);
    for (const kind of KINDS) this.cursors.set(`${prefix}:${kind}:events`, '0-0');
    this.following = this.follow();
  }

  /** Commands with more than one commit. */
  get doubled(): number {
    return [...this.commits.values()].filter((count) => count > 1).length;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.redis.disconnect();
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.closed) {
      const [streams, from] = [[...this.cursors.keys()], [...this.cursors.values()]];
      const read = this.redis.xread('COUNT', 1000, 'BLOCK', 500, 'STREAMS', ...streams, ...from);
      for (const [stream, entries] of (await read.catch(() => null)) ?? []) {
        for (const [id, fields] of entries) {
          this.cursors.set(stream, id);
          const { event, jobId } = Object.fromEntries(pairs(fields)) as { event: string; jobId: string };
          if (event === 'completed' || event === 'failed') this.commits.set(jobId, (this.commits.get(jobId) ?? 0) + 1);
        }
      }
    }
  }
}

function* pairs(flat: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < flat.length; index += 2) yield [flat[index], flat[index + 1]];
}
