/** The keys in Redis that belong to us beside BullMQ's, all under `KEY_PREFIX`. */
export class RedisKeys {
  constructor(readonly prefix: string) {}

  /** Ids of workers that were seen; scored by the time of their last heartbeat [ms]. */
  get workers(): string {
    return `${this.prefix}:workers`;
  }

  /** The last heartbeat of a worker; it expires after three intervals. */
  worker(id: string): string {
    return `${this.prefix}:worker:${id}`;
  }

  /** The cards of the models that the live workers serve: hash from `name@version` to the card. */
  get cards(): string {
    return `${this.prefix}:cards`;
  }
}
