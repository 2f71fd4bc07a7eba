import { Logger } from '@nestjs/common';
import { ClientRedis } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { openRedis, type RedisConnection } from '@exoplanet/redis';

/** Time between two attempts to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * The sender of the control plane. Use `emit` only: with several workers, `send` would return only the first answer. It
 * connects with the first message at the latest. While Redis cannot be reached, a message fails at once.
 */
export class ControlClient extends ClientRedis {
  private readonly connectionLogger = new Logger('control');

  constructor(private readonly connection: RedisConnection) {
    super({ retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: RETRY_DELAY });
  }

  /** Nest's own client connects to single servers only. */
  override createClient(): Promise<Redis> {
    return Promise.resolve(openRedis(this.connection, { ...this.getClientOptions(), lazyConnect: true }));
  }

  /** Every failed attempt to connect emits an error. */
  override registerErrorListener(client: Redis): void {
    client.on('error', (error: Error) => this.connectionLogger.debug(error.message));
  }
}
