import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { ApiKeys } from '../platform/auth/api-keys';
import type { Caller } from '../platform/auth/caller';
import { OriginCheck } from '../platform/auth/origin-check';
import { chosenSubprotocol, keyOfUpgrade } from '../platform/auth/presented-key';
import { RateLimit } from '../platform/auth/rate-limit';
import { LiveHub } from './live-hub';
import { MAX_UNSENT, type Subscriber } from './subscriber';

const PATH = /^\/ws(?:\/([^/?]*))?(?:\?.*)?$/;
const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Largest message that a client may send [bytes]. */
export const MAX_MESSAGE_SIZE = 64 * 1024;
/** Time for a client to answer a close frame [ms]. */
const CLOSE_GRACE = 1000;
/** Time between two pings, which detect dead connections [ms]. */
const PING_INTERVAL = 30_000;

/**
 * Live updates over a plain WebSocket at `/ws/{client_id}`: each frame is one JSON object with a `type`. The client id is
 * only a label for logs. Where keys are on, the request needs one with the role `read`: in a header, or from a browser as
 * the subprotocol `bearer.KEY` next to another one: `new WebSocket(url, ['exoplanet', 'bearer.KEY'])`.
 */
@Injectable()
export class RawWebSocket implements BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_SIZE,
    handleProtocols: chosenSubprotocol,
  });
  private readonly alive = new WeakSet<WebSocket>();
  private pings?: NodeJS.Timeout;

  constructor(
    private readonly hub: LiveHub,
    private readonly keys: ApiKeys,
    private readonly origins: OriginCheck,
    private readonly rate: RateLimit,
  ) {}

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      const path = PATH.exec(request.url ?? '');
      if (!path) return; // socket.io handles its own path on the same event.
      void this.upgrade(path[1] ?? '', request, stream, head);
    });
    this.pings = setInterval(() => this.ping(), PING_INTERVAL);
  }

  /** Closes every connection. socket.io is closed later, and waits for the connections of the HTTP server. */
  beforeApplicationShutdown(): void {
    clearInterval(this.pings);
    for (const socket of this.sockets.clients) {
      socket.close(1001, 'the server is going away');
      setTimeout(() => socket.terminate(), CLOSE_GRACE).unref();
    }
    this.sockets.close();
  }

  private async upgrade(clientId: string, request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', () => stream.destroy());
    const { headers, socket } = request;
    const caller = await this.keys.identify(keyOfUpgrade(headers), socket.remoteAddress);
    const refusal = this.refusalOf(clientId, headers, caller);
    if (refusal) return refuse(stream, ...refusal);
    const tooMany = await this.rate.refusalOf(caller, socket.remoteAddress);
    if (tooMany) return refuse(stream, '429 Too Many Requests', tooMany.message);
    this.sockets.handleUpgrade(request, stream, head, (accepted) => this.accept(accepted, caller!));
  }

  private refusalOf(
    clientId: string,
    headers: IncomingHttpHeaders,
    caller: Caller | undefined,
  ): [status: string, reason: string] | undefined {
    if (!CLIENT_ID.test(clientId))
      return [
        '400 Bad Request',
        'the path must be /ws/{client_id}, and client_id 1 to 64 characters of A-Z a-z 0-9 _ -',
      ];
    const foreign = this.origins.refusalOf(headers);
    if (foreign !== undefined) return ['403 Forbidden', foreign];
    if (!caller)
      return [
        '401 Unauthorized',
        'an API key is required: Authorization: Bearer KEY, or the subprotocol bearer.KEY next to another one',
      ];
    if (!caller.roles.has('read')) return ['403 Forbidden', `the key "${caller.name}" does not have the role read`];
    return undefined;
  }

  private accept(socket: WebSocket, caller: Caller): void {
    const isBehind = () => socket.bufferedAmount > MAX_UNSENT;
    const sendText = (text: string) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (isBehind()) socket.terminate();
      else socket.send(text);
    };
    const subscriber: Subscriber = {
      protocol: 'websocket',
      caller,
      send: (message) => sendText(JSON.stringify(message)),
      sendUpdate: ({ json }) => sendText(json),
    };
    this.hub.connect(subscriber);
    this.alive.add(socket);
    socket.on('pong', () => this.alive.add(socket));
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // The client sends messages without reading the answers.
      if (isBehind()) return socket.terminate();
      void this.hub.receive(subscriber, isBinary ? undefined : parse(data));
    });
    socket.on('close', () => this.hub.disconnect(subscriber));
    socket.on('error', () => socket.terminate());
  }

  /** Ends connections that have not answered the last ping. */
  private ping(): void {
    for (const socket of this.sockets.clients) {
      if (!this.alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse((data as Buffer).toString()) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(stream: Duplex, status: string, reason: string): void {
  stream.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\ncontent-length: ${reason.length}\r\nconnection: close\r\n\r\n${reason}`,
  );
}
