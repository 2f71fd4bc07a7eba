import type { ClientMessage, ServerMessage } from '@exoplanet/contracts';
import { ServerUnreachableError } from './errors';
import { isFinal } from './types';

export type LiveMessage = ServerMessage;
export type TaskUpdate = Extract<ServerMessage, { type: 'task_update' }>;

/** The common interface of WebSockets in browsers, in Node 22 and later, and in the package `ws`. */
interface Socket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

export interface LiveOptions {
  baseUrl: string;
  apiKey?: string;
  signal?: AbortSignal;
}

/** Opens a connection for live updates, sends one message once it is open, and yields all messages of the server until the reader stops. */
async function* live({ baseUrl, apiKey, signal }: LiveOptions, first: ClientMessage): AsyncGenerator<LiveMessage> {
  signal?.throwIfAborted();
  const address = `${baseUrl.replace(/^http/, 'ws')}/ws/${crypto.randomUUID()}`;
  // A browser cannot set headers on a WebSocket, so the key travels as a subprotocol, beside one that the server selects.
  const socket = await open(address, apiKey ? ['exoplanet', `bearer.${apiKey}`] : []);
  const received: LiveMessage[] = [];
  let wake: () => void = () => undefined;
  let closed = false;
  const end = () => {
    closed = true;
    wake();
  };
  socket.addEventListener('open', () => socket.send(JSON.stringify(first)));
  socket.addEventListener('message', ({ data }) => {
    received.push(JSON.parse(String(data)) as LiveMessage);
    wake();
  });
  socket.addEventListener('close', end);
  socket.addEventListener('error', end);
  signal?.addEventListener('abort', end);
  try {
    for (;;) {
      while (received.length > 0) yield received.shift()!;
      signal?.throwIfAborted();
      if (closed) throw new ServerUnreachableError(address, new Error('the connection for live updates was closed'));
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', end);
    socket.close();
  }
}

/** The updates of one task; the last one has its result. @throws ServerUnreachableError; an Error for a task that does not exist */
export async function* taskUpdates(options: LiveOptions, task: string): AsyncGenerator<TaskUpdate> {
  for await (const message of live(options, { type: 'subscribe_task', task_id: task })) {
    if (message.type === 'error') throw new Error(`${message.code}: ${message.message}`);
    if (message.type !== 'task_update') continue;
    yield message;
    if (isFinal(message.status)) return;
  }
}

type SocketClass = new (address: string, protocols: string[]) => Socket;

async function open(address: string, protocols: string[]): Promise<Socket> {
  const known = (globalThis as { WebSocket?: SocketClass }).WebSocket;
  const WebSocket = known ?? (await import('ws')).WebSocket;
  return new WebSocket(address, protocols);
}
