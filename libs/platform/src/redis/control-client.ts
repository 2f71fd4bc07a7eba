import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import type { RedisConnection } from './connection';

/** Time between two tries to connect [ms]. */
const RETRY_DELAY = 500;

/**
 * The sender's side of the control plane. Use `emit` only: of several workers, `send` would return the first one's answer.
 * It connects with the first message, if not before; while Redis is gone, a message fails at once.
 */
export const controlClient = (connection: RedisConnection): ClientProxy =>
  ClientProxyFactory.create({ transport: Transport.REDIS, options: { ...connection, retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: RETRY_DELAY } });
