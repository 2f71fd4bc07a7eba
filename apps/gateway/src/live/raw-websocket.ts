import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { ServerMessage } from '@exoplanet/contracts';
import type { ApiKeys } from '../auth/api-keys';
import type { Caller } from '../auth/caller';
import { chosenSubprotocol, keyOfUpgrade } from '../auth/presented-key';
import type { LiveHub, Subscriber } from './live-hub';

const PATH = /^\/ws(?:\/([^/?]*))?(?:\?.*)?$/;
const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Largest message that a client may send [bytes]. */
const LARGEST_MESSAGE = 64 * 1024;
/** Time between two pings that find dead connections [ms]. */
const HEARTBEAT = 30_000;

/**
 * Live updates over a plain WebSocket at `/ws/{client_id}`: each frame is one JSON object with `type`.
 * The client id is a label for logs; it gives no authority. Where keys are on, the request carries one with the role read
 * in a header, or from a browser in the subprotocol `bearer.KEY` beside another one: `new WebSocket(url, ['exoplanet', 'bearer.KEY'])`.
 * @param isForeign whether a browser asks for a page that has no business here
 * @returns closes every connection
 */
export function attachRawWebSocket(
  server: Server,
  hub: LiveHub,
  keys: ApiKeys,
  isForeign: (headers: IncomingHttpHeaders) => boolean,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: chosenSubprotocol,
  });
  const alive = new WeakSet<WebSocket>();

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const match = PATH.exec(request.url ?? '');
    if (!match) return; // socket.io listens to the same event and takes its own path.
    stream.on('error', () => stream.destroy());
    if (!CLIENT_ID.test(match[1] ?? ''))
      return refuse(
        stream,
        '400 Bad Request',
        'the path must be /ws/{client_id}, and client_id 1 to 64 characters of A-Z a-z 0-9 _ -',
      );
    if (isForeign(request.headers))
      return refuse(stream, '403 Forbidden', 'CORS_ORIGINS does not name the site of this page');
    const caller = keys.callerOf(keyOfUpgrade(request.headers));
    if (!caller)
      return refuse(
        stream,
        '401 Unauthorized',
        'an API key is needed: Authorization: Bearer KEY, or the subprotocol bearer.KEY beside another one',
      );
    if (!caller.roles.has('read'))
      return refuse(stream, '403 Forbidden', `the key "${caller.name}" does not have the role read`);
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, caller));
  });

  function accept(socket: WebSocket, caller: Caller): void {
    const subscriber: Subscriber = {
      protocol: 'websocket',
      caller,
      send: (message: ServerMessage) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      },
    };
    hub.enter(subscriber);
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on(
      'message',
      (data: RawData, binary: boolean) => void hub.receive(subscriber, binary ? undefined : parse(String(data))),
    );
    socket.on('close', () => hub.leave(subscriber));
    socket.on('error', () => socket.terminate());
  }

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, HEARTBEAT);

  return () => {
    clearInterval(heartbeat);
    for (const socket of sockets.clients) socket.close(1001, 'the server is going away');
    sockets.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(stream: Duplex, status: string, reason: string): void {
  stream.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\ncontent-length: ${reason.length}\r\nconnection: close\r\n\r\n${reason}`,
  );
}
