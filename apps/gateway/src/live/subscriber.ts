import type { ServerMessage } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';

export type Protocol = 'socket.io' | 'websocket';

/** One connected client of either protocol. */
export interface Subscriber {
  readonly protocol: Protocol;
  readonly caller: Caller;
  send(message: ServerMessage): void;
}
