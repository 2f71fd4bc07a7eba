import { randomUUID } from 'node:crypto';
import type { RedisLink } from './redis-link';
import { RedisScript } from './redis-script';

/** Names this process in marks. */
const PROCESS = randomUUID();

/** Key: job. Argument: start of a mark. Removes the mark of that run, not that of a later one on another worker. */
const clear = new RedisScript<number>(
  'clearIsolationMark',
  1,
  `local mark = redis.call('HGET', KEYS[1], 'alone')
  if not mark or string.find(mark, ARGV[1], 1, true) ~= 1 then return 0 end
  return redis.call('HDEL', KEYS[1], 'alone')`,
);

/** Deaths of workers in isolated runs after which a part is POISON. One death can have another cause, such as an operator's SIGKILL or a machine out of memory; three in a row hardly can. */
const MAX_DEATHS = 3;

/**
 * Marks in the hash of a job that was lost with its worker, fields of our own. `alone` is written before a part of the job
 * runs alone: `<process>:<attempt>:<part>`. Where the next run finds the mark of another process, that one ended, or fell
 * silent for too long, in that part; `deaths` counts this (JSON: part to number). A part that reaches `MAX_DEATHS`
 * is never run again. Both are as durable as the job itself.
 */
export class JobIsolation {
  private constructor(
    private readonly link: RedisLink,
    private readonly key: string,
    private readonly run: string,
    private readonly deaths: Map<string, number>,
  ) {}

  /** @param key of the job's hash */
  static async open(link: RedisLink, key: string, attempt: number): Promise<JobIsolation> {
    const [mark, text] = await link.run((redis) => redis.hmget(key, 'alone', 'deaths'));
    const deaths = new Map(Object.entries(text ? (JSON.parse(text) as Record<string, number>) : {}));
    // This process lives: a run of its own that lost the job did not end with it.
    if (mark && !mark.startsWith(PROCESS)) {
      const part = mark.split(':').slice(2).join(':');
      deaths.set(part, (deaths.get(part) ?? 0) + 1);
      await link.run((redis) => redis.hset(key, { deaths: JSON.stringify(Object.fromEntries(deaths)), alone: '' }));
    }
    return new JobIsolation(link, key, `${PROCESS}:${attempt}:`, deaths);
  }

  /** Whether the part is not to run any more. */
  isPoisoned(part: string): boolean {
    return (this.deaths.get(part) ?? 0) >= MAX_DEATHS;
  }

  /** The part is to blame for the end of a process in which it ran: it is not run any more. */
  async poison(part: string): Promise<void> {
    this.deaths.set(part, MAX_DEATHS);
    await this.link.run((redis) => redis.hset(this.key, 'deaths', JSON.stringify(Object.fromEntries(this.deaths))));
  }

  /** Await this before the part runs. */
  async mark(part: string): Promise<void> {
    await this.link.run((redis) => redis.hset(this.key, 'alone', `${this.run}${part}`));
  }

  /** The run ended, and the process did not end with it. */
  async clear(): Promise<void> {
    await this.link.run((redis) => clear.run(redis, [this.key], [this.run]));
  }
}
