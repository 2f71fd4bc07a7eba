import type { ClientMessage, ServerMessage } from '@exoplanet/contracts';
import { ServerUnreachableError } from './errors';
import { isFinal } from './types';

export type LiveMessage = ServerMessage;
export type TaskUpdate = Extract<ServerMessage, { type: 'task_update' }>;

/** What the WebSockets of browsers, of Node.js from 22 on and of the package `ws` have in common. */
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

/** Opens a connection for live updates, sends one message, and yields everything that the server sends until the reader stops. */
async function* live({ baseUrl, apiKey, signal }: LiveOptions, first: ClientMessage): AsyncGenerator<LiveMessage> {
  signal?.throwIfAborted();
  const address = `${baseUrl.replace(/^http/, 'ws')}/ws/${crypto.randomUUID()}`;
  // A browser cannot set headers on a WebSocket, so the key is sent as a subprotocol, beside one that the server can accept.
  const socket = await open(address, apiKey ? ['exoplanet', `bearer.${apiKey}`] : []);
  const waiting: LiveMessage[] = [];
  let wake: () => void = () => undefined;
  let closed = false;
  const end = () => {
    closed = true;
    wake();
  };
  socket.addEventListener('open', () => socket.send(JSON.stringify(first)));
  socket.addEventListener('message', ({ data }) => {
    waiting.push(JSON.parse(String(data)) as LiveMessage);
    wake();
  });
  socket.addEventListener('close', end);
  socket.addEventListener('error', end);
  signal?.addEventListener('abort', end);
  try {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift()!;
      signal?.throwIfAborted();
      if (closed) throw new ServerUnreachableError(address, new Error('the connection for live updates was closed'));
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', end);
    socket.close();
  }
}

/** The updates of one task; the last one has its result. @throws ServerUnreachableError, or an Error if there is no such task */
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
