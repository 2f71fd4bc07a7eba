import { Logger } from '@nestjs/common';
import { ServerRedis } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { openRedis, type RedisConnection } from '@exoplanet/redis';

/** Time between two attempts to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * Nest's Redis transport for the control plane, made robust against outages. Nest's own server subscribes only if its first
 * attempt to connect succeeds, so a process that starts before Redis would never receive a message. This one subscribes
 * whenever a connection succeeds, and again after every outage.
 */
export class ControlServer extends ServerRedis {
  private readonly connectionLogger = new Logger('control');

  constructor(private readonly connection: RedisConnection) {
    super({
      retryAttempts: Number.MAX_SAFE_INTEGER,
      retryDelay: RETRY_DELAY,
      maxRetriesPerRequest: null,
    });
  }

  /** Nest's own server connects to single servers only. */
  override createRedisClient(): Promise<Redis> {
    return Promise.resolve(openRedis(this.connection, { ...this.getClientOptions(), lazyConnect: true }));
  }

  /** Calls back at once; `status` says whether Redis is connected. */
  override start(callback?: () => void): void {
    const clients = [this.subClient, this.pubClient] as Redis[];
    for (const client of clients) client.connect().catch((error: Error) => this.connectionLogger.debug(error.message));
    this.bindEvents(clients[0], clients[1]);
    callback?.();
  }

  /** Every handler of the control plane is an event handler, so the channel is the pattern. */
  override bindEvents(subscriber: Redis, publisher: Redis): void {
    subscriber.on('message', this.getMessageHandler(publisher).bind(this));
    const channels = [...this.messageHandlers.keys()];
    if (channels.length > 0)
      subscriber.subscribe(...channels).catch((error: Error) => this.connectionLogger.debug(error.message));
  }

  /** Does not wait for Redis, which may be unreachable. */
  override close(): Promise<void> {
    this.isManuallyClosed = true;
    const clients = [this.subClient, this.pubClient] as (Redis | undefined)[];
    for (const client of clients) client?.disconnect();
    return Promise.resolve();
  }

  /** Every failed attempt to connect emits an error. */
  override registerErrorListener(client: Redis): void {
    client.on('error', (error: Error) => this.connectionLogger.debug(error.message));
  }
}
