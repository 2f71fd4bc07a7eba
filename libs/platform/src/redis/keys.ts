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

  /** Control messages carry the prefix, so that two systems on one Redis do not hear each other. */
  channel(pattern: string): string {
    return `${this.prefix}:${pattern}`;
  }

  /** Stream of the socket.io adapter. */
  get sockets(): string {
    return `${this.prefix}:sockets`;
  }
}
