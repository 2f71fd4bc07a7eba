import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

type Message = Record<string, unknown> & { type: string };

/** A client for live updates that keeps every message it receives. */
export interface LiveClient {
  readonly received: Message[];
  send(message: unknown): void;
  /** The first message received that matches, now or later; the test's time limit ends the wait. */
  next(matches: (message: Message) => boolean): Promise<Message>;
  close(): void;
}

export type Connect = (url: string, options?: { key?: string; origin?: string }) => Promise<LiveClient>;

/** Over the raw WebSocket. */
export const connectRaw: Connect = (url, { key, origin } = {}) =>
  new Promise((resolve, reject) => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/test`, { headers, origin });
    const inbox = new Inbox();
    socket.on('message', (data: Buffer) => inbox.add(JSON.parse(data.toString()) as Message));
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        received: inbox.messages,
        send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
        next: (matches) => inbox.next(matches),
        close: () => socket.close(),
      }),
    );
  });

/** Over socket.io. */
export const connectSocketIo: Connect = (url, { key, origin } = {}) =>
  new Promise((resolve, reject) => {
    const socket: Socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      auth: key === undefined ? {} : { token: key },
      extraHeaders: origin === undefined ? {} : { origin },
    });
    const inbox = new Inbox();
    socket.onAny((type: string, fields: object) => inbox.add({ ...fields, type }));
    socket.once('connect_error', reject);
    socket.once('connect', () =>
      resolve({
        received: inbox.messages,
        send: (message) => {
          const { type, ...fields } = message as Message;
          socket.emit(type, fields);
        },
        next: (matches) => inbox.next(matches),
        close: () => void socket.close(),
      }),
    );
  });

class Inbox {
  readonly messages: Message[] = [];
  private waiting: { matches: (message: Message) => boolean; resolve: (message: Message) => void }[] = [];

  add(message: Message): void {
    this.messages.push(message);
    const served = this.waiting.filter(({ matches }) => matches(message));
    this.waiting = this.waiting.filter((one) => !served.includes(one));
    served.forEach(({ resolve }) => resolve(message));
  }

  next(matches: (message: Message) => boolean): Promise<Message> {
    const found = this.messages.find(matches);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => this.waiting.push({ matches, resolve }));
  }
}
