import { OnGatewayConnection, OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { LiveHub, type Subscriber } from './live-hub';

/** Live updates over socket.io: the event's name is the message's type, its payload the other fields. */
@WebSocketGateway()
export class SocketIoGateway implements OnGatewayConnection<Socket>, OnGatewayDisconnect<Socket> {
  private readonly subscribers = new Map<string, Subscriber>();

  constructor(private readonly hub: LiveHub) {}

  handleConnection(socket: Socket): void {
    const subscriber: Subscriber = { send: ({ type, ...fields }) => void socket.emit(type, fields) };
    this.subscribers.set(socket.id, subscriber);
    // Every event goes to the hub, known or not: an unknown one is answered there with an error.
    socket.onAny((type: string, payload?: unknown) => void this.hub.receive(subscriber, { ...(typeof payload === 'object' ? payload : {}), type }));
  }

  handleDisconnect(socket: Socket): void {
    const subscriber = this.subscribers.get(socket.id);
    this.subscribers.delete(socket.id);
    if (subscriber) this.hub.leave(subscriber);
  }
}
