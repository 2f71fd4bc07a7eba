import { Logger } from '@nestjs/common';
import { ClientRedis } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import type { RedisConnection } from './connection';

/** Time between two tries to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * The sender's side of the control plane. Use `emit` only: of several workers, `send` would return the first one's answer.
 * It connects with the first message, if not before; while Redis is gone, a message fails at once.
 */
export class ControlClient extends ClientRedis {
  private readonly connectionLogger = new Logger('control');

  constructor(connection: RedisConnection) {
    super({ ...connection, retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: RETRY_DELAY });
  }

  /** An error comes with every try to connect. */
  override registerErrorListener(client: Redis): void {
    client.on('error', (error: Error) => this.connectionLogger.debug(error.message));
  }
}
