/** Our own keys in Redis, beside BullMQ's; all begin with `KEY_PREFIX`. */
export class RedisKeys {
  constructor(readonly prefix: string) {}

  /** Sorted set of worker ids, scored by the time of their last heartbeat [ms]. */
  get workers(): string {
    return `${this.prefix}:workers`;
  }

  /** The last heartbeat of a worker. It expires after three intervals. */
  worker(id: string): string {
    return `${this.prefix}:worker:${id}`;
  }

  /** Hash of the cards of all models that workers have: `name@version` to JSON. */
  get cards(): string {
    return `${this.prefix}:cards`;
  }
}
