import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { AppError, type ErrorCode, type ServerMessage } from '@exoplanet/contracts';
import { ApiKeys } from '../platform/auth/api-keys';
import type { Caller } from '../platform/auth/caller';
import { presentedKey } from '../platform/auth/presented-key';
import { RateLimit } from '../platform/auth/rate-limit';
import { LiveHub } from './live-hub';
import { MAX_UNSENT, type Subscriber } from './subscriber';
import { UnsentBytes } from './unsent-bytes';

/**
 * Live updates over socket.io: the name of an event is the message's type, its payload the other fields. Where keys are on,
 * the client sends one with the role `read`: `io(url, { auth: { token: KEY } })`, or in a header.
 */
@WebSocketGateway()
export class SocketIoGateway
  implements OnGatewayInit<Server>, OnGatewayConnection<Socket>, OnGatewayDisconnect<Socket>
{
  private readonly subscribers = new Map<string, Subscriber>();

  constructor(
    private readonly hub: LiveHub,
    private readonly keys: ApiKeys,
    private readonly rate: RateLimit,
  ) {}

  afterInit(server: Server): void {
    server.use((socket: Socket, next) => {
      const token: unknown = socket.handshake.auth.token;
      const key = typeof token === 'string' ? token : presentedKey(socket.handshake.headers);
      const { address } = socket.handshake;
      void this.keys.identify(key, address).then(async (caller) => {
        (socket.data as { caller?: Caller }).caller = caller;
        if (!caller) next(refusal('UNAUTHORIZED'));
        else if (!caller.roles.has('read')) next(refusal('FORBIDDEN'));
        else if (await this.rate.refusalOf(caller, address)) next(refusal('TOO_MANY_REQUESTS'));
        else next();
      });
    });
  }

  handleConnection(socket: Socket): void {
    const { caller } = socket.data as { caller: Caller };
    const unsent = new UnsentBytes(socket);
    const send = ({ type, ...fields }: ServerMessage) => {
      if (unsent.total > MAX_UNSENT) socket.disconnect(true);
      else socket.emit(type, fields);
    };
    const subscriber: Subscriber = {
      protocol: 'socket.io',
      caller,
      send,
      sendUpdate: ({ message }) => send(message),
    };
    this.subscribers.set(socket.id, subscriber);
    this.hub.connect(subscriber);
    // The hub gets every event, also unknown ones, and replies to those with an error.
    socket.onAny(
      (type: string, payload?: unknown) =>
        void this.hub.receive(subscriber, { ...(typeof payload === 'object' ? payload : {}), type }),
    );
  }

  handleDisconnect(socket: Socket): void {
    const subscriber = this.subscribers.get(socket.id);
    this.subscribers.delete(socket.id);
    if (subscriber) this.hub.disconnect(subscriber);
  }
}

/** The client receives this as `connect_error`; socket.io passes `data` on. */
function refusal(code: ErrorCode): Error {
  const { message } = new AppError(code);
  return Object.assign(new Error(code), { data: { code, message } });
}
