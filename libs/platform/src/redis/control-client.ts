import { Logger } from '@nestjs/common';
import { ClientRedis } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import type { RedisConnection } from './connection';

/** Time between two attempts to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * The sender of the control plane. Use `emit` only: with several workers, `send` would return only the first answer. It
 * connects with the first message at the latest. While Redis cannot be reached, a message fails at once.
 */
export class ControlClient extends ClientRedis {
  private readonly connectionLogger = new Logger('control');

  constructor(connection: RedisConnection) {
    super({ ...connection, retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: RETRY_DELAY });
  }

  /** Every failed attempt to connect emits an error. */
  override registerErrorListener(client: Redis): void {
    client.on('error', (error: Error) => this.connectionLogger.debug(error.message));
  }
}
