import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { Shutdown } from '../lifecycle/shutdown';
import { sendProblem } from './problem.filter';

/** Longest time without a byte of a body [ms]. A slow upload that moves may take as long as it needs. */
const MAX_STALL = 10_000;
const CHECK_INTERVAL = 500;
/** When the process stops, the time for a body to arrive [ms]. */
const STOP_GRACE = 2000;
/** How much of a body is still read after its request was answered [bytes], and for how long [ms]. */
const MAX_LATE_BYTES = 64 * 1024 * 1024;
const MAX_LATE_TIME = 10_000;
const WANTS_CLOSE = /\bclose\b/i;

interface OpenRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Bytes read from the connection, and when the client last sent some or had to wait for the gateway [ms]. */
  bytes: number;
  changedAt: number;
  /** Bytes read and time when the request was answered, before its body had arrived. */
  answered?: { bytes: number; at: number };
}

/**
 * Watches the requests whose bodies are still arriving and ends those that stall. A body that waits for the gateway to read it, for
 * example because a bucket is slow, does not stall. Where a request is answered early, because it is refused, the rest of its body is
 * read and dropped: a connection that is closed with unread bytes is reset, and many clients send the whole body before they read the
 * answer, which the reset would take from them.
 */
@Injectable()
export class BodyWatchdog implements OnApplicationShutdown {
  /** The last request with a body on each connection; whether it is complete is checked later. */
  private readonly open = new Map<Socket, OpenRequest>();
  private readonly timer = setInterval(() => this.check(), CHECK_INTERVAL).unref();

  constructor(private readonly shutdown: Shutdown) {}

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const { headers, socket } = request.raw;
      if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined)
        this.open.set(socket, { request, reply, bytes: socket.bytesRead, changedAt: performance.now() });
      done();
    });
    fastify.addHook('onSend', ({ raw }, reply, payload, done) => {
      // With `close`, Node.js would close the connection as soon as the answer is written.
      if (this.open.has(raw.socket) && !raw.complete) void reply.header('connection', 'keep-alive');
      done(null, payload);
    });
    fastify.addHook('onResponse', ({ raw }, _reply, done) => {
      this.dropRest(raw);
      done();
    });
    this.shutdown.onBegin(() => {
      setTimeout(() => this.endAll(), STOP_GRACE);
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private dropRest(request: IncomingMessage): void {
    const { socket } = request;
    const entry = this.open.get(socket);
    if (entry?.request.raw !== request || request.complete) return;
    entry.answered = { bytes: socket.bytesRead, at: performance.now() };
    request.unpipe();
    request.resume();
    if (WANTS_CLOSE.test(request.headers.connection ?? '')) request.once('end', () => socket.end());
  }

  private check(): void {
    const now = performance.now();
    for (const [socket, entry] of this.open) {
      const { answered } = entry;
      const { raw } = entry.request;
      if (raw.complete || socket.destroyed) this.open.delete(socket);
      else if (answered && (now - answered.at > MAX_LATE_TIME || socket.bytesRead - answered.bytes > MAX_LATE_BYTES)) {
        this.open.delete(socket);
        socket.destroy();
      } else if (socket.bytesRead !== entry.bytes || raw.readableLength > 0) {
        entry.bytes = socket.bytesRead;
        entry.changedAt = now;
      } else if (now - entry.changedAt > MAX_STALL) this.end(socket, entry, new AppError('REQUEST_TIMEOUT'));
    }
  }

  private endAll(): void {
    for (const [socket, entry] of this.open)
      if (!entry.request.raw.complete) this.end(socket, entry, new AppError('SHUTTING_DOWN'));
  }

  private end(socket: Socket, { request, reply }: OpenRequest, error: AppError): void {
    this.open.delete(socket);
    if (reply.sent || reply.raw.headersSent) socket.destroy();
    else sendProblem(reply.header('connection', 'close'), request, error);
  }
}
