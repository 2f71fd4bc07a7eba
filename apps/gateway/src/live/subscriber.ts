import type { ServerMessage } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import type { TaskUpdate } from './task-update';

export type Protocol = 'socket.io' | 'websocket';

/** Unsent bytes of a connection above which it is closed: its client reads too slowly, or not at all. */
export const MAX_UNSENT = 8 * 1024 * 1024;

/** One connected client of either protocol. */
export interface Subscriber {
  readonly protocol: Protocol;
  readonly caller: Caller;
  send(message: ServerMessage): void;
  sendUpdate(update: TaskUpdate): void;
}
