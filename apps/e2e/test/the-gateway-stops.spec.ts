import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

/** Sends the head of a POST and a part of its body. */
function sendHalf(url: string, path: string): Promise<Socket & { text(): string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname) as Socket & { text(): string };
  let received = '';
  socket.text = () => received;
  socket.on('data', (data: Buffer) => (received += data.toString()));
  socket.on('error', () => undefined);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"period": `,
  );
  return new Promise((done) => socket.once('connect', () => done(socket)));
}

describe('a gateway that gets SIGTERM', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('ends within seconds, whatever its clients do, and hands over the requests that wait', async () => {
    stack = await Stack.start({ workers: 0 });
    const [{ process: gateway }] = stack.gateways;

    const idle = new WebSocket(`${stack.url.replace('http', 'ws')}/ws/idle`);
    await new Promise((open) => idle.once('open', open));
    const closed = new Promise<number>((done) => idle.once('close', done));
    // This client never answers a close frame.
    const silent = connect(Number(new URL(stack.url).port), '127.0.0.1');
    silent.write(
      'GET /ws/silent HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await new Promise((answered) => silent.once('data', answered));
    silent.on('error', () => undefined);

    const half = await sendHalf(stack.url, '/predict');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let isBusy = true;
    const busy = (async () => {
      while (isBusy)
        await new Promise<void>((done) => {
          const sent = request(`${stack.url}/health/live`, { agent }, (answer) => answer.resume().once('end', done));
          sent.once('error', () => {
            isBusy = false;
            done();
          });
          sent.end();
        });
    })();
    const waiting = call(`${stack.url}/predict?wait=60`, 'POST', candidate);
    await until('the waiting request to be in the queue', async () => {
      const { body } = await call<{ details: { queue: { waiting: number } } }>(`${stack.url}/health`);
      return body.details.queue.waiting === 1;
    });

    const started = performance.now();
    const code = await gateway.kill('SIGTERM');
    expect([code, performance.now() - started < 10_000]).toEqual([0, true]);
    expect(await closed).toBe(1001);
    expect(half.text()).toContain('503');
    expect(half.text()).toContain('SHUTTING_DOWN');
    await busy;

    const { status, body } = await waiting;
    expect(status).toBe(202);
    const { url } = await stack.addGateway();
    stack.addWorker();
    const isCompleted = async () => {
      const { body: task } = await call(`${url}/tasks/${String(body.task_id)}`);
      return task.status === 'completed';
    };
    await until('the task to be completed', isCompleted, { seconds: 60 });
  }, 120_000);

  it('is not ready any more while it finishes an upload, and a second signal ends it at once', async () => {
    stack = await Stack.start({ workers: 0 });
    const [{ process: gateway }] = stack.gateways;
    const agent = new Agent({ keepAlive: true });
    const ready = () =>
      new Promise<number>((done, fail) => {
        request(`${stack.url}/health/ready`, { agent }, (answer) => {
          answer.resume();
          done(answer.statusCode!);
        })
          .once('error', fail)
          .end();
      });
    expect(await ready()).toBe(200);
    await sendHalf(stack.url, '/predict');
    const ended = gateway.kill('SIGTERM');
    const started = performance.now();
    await until('the gateway to stop taking requests', async () => {
      const answer = await ready().catch(() => 503);
      return answer === 503;
    });
    expect(gateway.running).toBe(true);
    void gateway.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(performance.now() - started).toBeLessThan(1500);
  }, 60_000);
});

describe('a body that stops arriving', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('ends with 408 after ten seconds, while one that arrives slowly is read to its end', async () => {
    stack = await Stack.start();
    const started = performance.now();
    const [half, rejected] = await Promise.all([
      sendHalf(stack.url, '/predict'),
      sendHalf(stack.url, '/no/such/route'),
    ]);
    const halfEnded = new Promise((done) => half.once('close', done));
    const rejectedEnded = new Promise((done) => rejected.once('close', done));

    const body = Buffer.from(JSON.stringify(candidate));
    const slow = new Promise<number>((done, fail) => {
      const sent = request(
        `${stack.url}/predict?wait=5`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length } },
        (answer) => {
          answer.resume();
          done(answer.statusCode!);
        },
      );
      sent.once('error', fail);
      let at = 0;
      const timer = setInterval(() => {
        sent.write(body.subarray(at, ++at));
        if (at < body.length) return;
        clearInterval(timer);
        sent.end();
      }, 400);
    });
    await Promise.all([halfEnded, rejectedEnded]);
    expect(performance.now() - started).toBeGreaterThan(9_000);
    expect(half.text()).toMatch(/^HTTP\/1.1 408 /);
    expect(half.text()).toContain('REQUEST_TIMEOUT');
    expect(await slow).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(body.length * 400 - 1000);
  }, 60_000);
});
