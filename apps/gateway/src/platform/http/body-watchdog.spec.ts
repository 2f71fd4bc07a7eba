import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Shutdown } from '../lifecycle/shutdown';
import { BodyWatchdog } from './body-watchdog';

/** Longer than a body may stall [ms]. */
const LONG = 15_000;
/** More than the buffers of a connection hold [bytes]. */
const BODY = 8_000_000;

describe('a body that does not move', () => {
  let fastify: FastifyInstance;
  let socket: Socket;
  /** Bytes that wait to be read by the handler, and bytes that it has read. */
  let waiting: () => number;
  let read: number;
  let startReading: () => void;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    fastify = Fastify({ forceCloseConnections: true, bodyLimit: BODY });
    new BodyWatchdog(new Shutdown()).watch(fastify);
    fastify.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    const started = new Promise<void>((start) => (startReading = start));
    read = 0;
    waiting = () => 0;
    fastify.post('/', async ({ raw }) => {
      waiting = () => raw.readableLength;
      await started;
      for await (const bytes of raw) read += (bytes as Buffer).length;
      return 'read';
    });
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    socket = connect(fastify.addresses()[0].port, '127.0.0.1');
  });
  afterEach(async () => {
    socket.destroy();
    await fastify.close();
    vi.useRealTimers();
  });
  const send = (length: number, bytes: number) => {
    socket.write(
      `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/octet-stream\r\ncontent-length: ${length}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(bytes));
  };
  const answer = () => new Promise<string>((done) => socket.once('data', (data: Buffer) => done(data.toString())));

  it('because the gateway does not read it may go on', async () => {
    const answered = answer();
    send(BODY, BODY);
    await expect.poll(() => waiting()).toBeGreaterThan(0);
    vi.advanceTimersByTime(LONG);
    startReading();
    expect(await answered).toMatch(/^HTTP\/1.1 200 /);
    expect(read).toBe(BODY);
  });

  it('because the client stalls is 408', async () => {
    const answered = answer();
    startReading();
    send(1000, 500);
    await expect.poll(() => read).toBe(500);
    vi.advanceTimersByTime(LONG);
    expect(await answered).toMatch(/^HTTP\/1.1 408 /);
  });
});
