import { Logger } from '@nestjs/common';
import { ServerRedis } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import type { RedisConnection } from './connection';

/** Time between two tries to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * Nest's Redis transport for the control plane, made patient. The stock server subscribes only after a first connection that
 * succeeds, so a process that starts before Redis would stay deaf; this one subscribes whenever Redis comes, and again
 * after each time it was gone.
 */
export class ControlServer extends ServerRedis {
  private readonly connectionLogger = new Logger('control');

  constructor(connection: RedisConnection) {
    super({
      ...connection,
      retryAttempts: Number.MAX_SAFE_INTEGER,
      retryDelay: RETRY_DELAY,
      maxRetriesPerRequest: null,
    });
  }

  /** Calls back at once: whether Redis is there is told by `status`. */
  override start(callback?: () => void): void {
    const clients = [this.subClient, this.pubClient] as Redis[];
    for (const client of clients) client.connect().catch((error: Error) => this.connectionLogger.debug(error.message));
    this.bindEvents(clients[0], clients[1]);
    callback?.();
  }

  /** Every handler of the control plane is an event handler: its channel is its pattern. */
  override bindEvents(subscriber: Redis, publisher: Redis): void {
    subscriber.on('message', this.getMessageHandler(publisher).bind(this));
    const channels = [...this.messageHandlers.keys()];
    if (channels.length > 0)
      subscriber.subscribe(...channels).catch((error: Error) => this.connectionLogger.debug(error.message));
  }

  /** Does not wait for a Redis that is gone. */
  override close(): Promise<void> {
    this.isManuallyClosed = true;
    const clients = [this.subClient, this.pubClient] as (Redis | undefined)[];
    for (const client of clients) client?.disconnect();
    return Promise.resolve();
  }

  /** An error comes with every try to connect. */
  override registerErrorListener(client: Redis): void {
    client.on('error', (error: Error) => this.connectionLogger.debug(error.message));
  }
}
