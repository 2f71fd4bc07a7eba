import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const MB = 1024 * 1024;

/** Resident memory of a process [bytes], as the kernel counts it. */
function residentMemory(pid: number): number {
  const pages = /^\d+ (\d+)/.exec(readFileSync(`/proc/${pid}/statm`, 'utf8'))![1];
  return Number(pages) * 4096;
}

/** Probes a gateway from a thread of its own: what the test itself does must not delay the clock. */
const PROBE = `
  const { parentPort, workerData: url } = require('node:worker_threads');
  const delays = [];
  let isDone = false;
  parentPort.once('message', () => (isDone = true));
  (async () => {
    while (!isDone) {
      const started = performance.now();
      const { status } = await fetch(url + '/health/live');
      if (status !== 200) throw new Error('the probe got ' + status);
      delays.push(performance.now() - started);
      await new Promise((done) => setTimeout(done, 20));
    }
    parentPort.postMessage(delays);
  })();
`;

/** Watches a gateway from outside while something happens: its largest memory, and how late 98 % of the probes were answered. */
async function watch<T>({ url, pid }: { url: string; pid: number }, work: () => Promise<T>) {
  const probe = new Worker(PROBE, { eval: true, workerData: url });
  const delays = new Promise<number[]>((done, fail) => probe.once('message', done).once('error', fail));
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, residentMemory(pid))), 20);
  const value = await work().finally(() => clearInterval(timer));
  probe.postMessage('done');
  const sorted = (await delays).sort((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(20);
  return { value, peak, slowest: sorted[Math.ceil(sorted.length * 0.98) - 1] };
}

/** Answers of a POST with a body that is not a form. */
async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<number> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  await response.arrayBuffer();
  return response.status;
}

describe('the memory of a gateway', () => {
  let stack: Stack;
  let gateway: { url: string; pid: number };
  beforeAll(async () => {
    stack = await Stack.start({ workers: 0, env: { PAYLOAD_MEMORY_LIMIT: String(2000 * MB) } });
    gateway = { url: stack.url, pid: stack.gateways[0].process.pid };
  }, 60_000);
  afterAll(() => stack?.stop());

  it('stays below 700 MB under twelve uploads of 60 MB at once, and the process answers meanwhile', async () => {
    const content = new Uint8Array(60 * MB).map((_, index) => index % 251);
    const upload = async () => {
      const form = new FormData();
      form.append('files', new Blob([content]), 'curve.fits');
      const response = await fetch(`${stack.url}/light-curves`, { method: 'POST', body: form });
      await response.arrayBuffer();
      return response.status;
    };
    const { value, peak, slowest } = await watch(gateway, () => Promise.all(Array.from({ length: 12 }, upload)));
    expect(value.filter((status) => status === 202).length).toBeGreaterThanOrEqual(8);
    expect(value.every((status) => status === 202 || status === 503)).toBe(true);
    expect(peak / MB).toBeLessThan(700);
    expect(slowest).toBeLessThan(250);
  }, 120_000);

  it('is bounded for large JSON bodies: those beyond the budget are rejected, and none holds the event loop', async () => {
    const numbers = `[${Array.from({ length: 2_000_000 }, (_, index) => 1 + (index % 1000) / 1e4).join(',')}]`;
    const body = new Uint8Array(Buffer.from(`{"time":${numbers},"flux":${numbers}}`));
    expect(body.length / MB).toBeGreaterThan(25);
    const { value, peak, slowest } = await watch(gateway, () =>
      Promise.all(Array.from({ length: 10 }, () => post(`${stack.url}/light-curves`, body))),
    );
    expect(value.filter((status) => status === 202).length).toBeGreaterThanOrEqual(4);
    expect(value.every((status) => status === 202 || status === 503)).toBe(true);
    expect(peak / MB).toBeLessThan(1000);
    expect(slowest).toBeLessThan(250);
  }, 120_000);

  it('is given back by a hostile body, which ends with 4xx', async () => {
    for (const [path, text] of [
      ['/predict/batch', `{"predictions":[${'1,'.repeat(10 * MB)}1]}`],
      ['/light-curves', '['.repeat(20 * MB)],
      ['/light-curves', `{"time":[${'{},'.repeat(8 * MB)}{}]}`],
      ['/predict', ' '.repeat(2 * MB)],
    ]) {
      const status = await post(stack.url + path, new Uint8Array(Buffer.from(text)));
      expect([path, text.slice(0, 20), Math.floor(status / 100)]).toEqual([path, text.slice(0, 20), 4]);
    }
    expect((await call(`${stack.url}/health/live`)).status).toBe(200);
  }, 60_000);

  it('a large batch keeps its order and the errors of its rows', async () => {
    const row = (index: number) => ({
      id: `K${index}`.padEnd(120, 'x'),
      source: 'KEPLER',
      period: 1 + index,
      ...(index % 1000 === 7 ? { radius: -1 } : { radius: 2 }),
      ...Object.fromEntries(['depth', 'duration', 'snr', 'teq', 'insol'].map((name) => [name, 1.123456789012])),
      star_teff: 5000.123456789,
      star_radius: 1.0123456789012,
      star_mag: 12.123456789012,
      star_logg: 4.123456789012,
      impact: 0.123456789012345,
    });
    const predictions = Array.from({ length: 10_000 }, (_, index) => row(index));
    expect(JSON.stringify({ predictions }).length).toBeGreaterThan(4 * MB);
    const whole = await call<{ errors: { index: number }[] }>(`${stack.url}/predict/batch`, 'POST', { predictions });
    expect([whole.status, whole.body.errors.map(({ index }) => index)]).toEqual([
      400,
      Array.from({ length: 10 }, (_, index) => index * 1000 + 7),
    ]);
    stack.addWorker();
    await stack.ready(1);
    const partial = await call<{ result: { predictions: { id?: string; index?: number }[] } }>(
      `${stack.url}/predict/batch?wait=30&partial=true`,
      'POST',
      { predictions },
    );
    expect(partial.status).toBe(200);
    expect(partial.body.result.predictions.map(({ id, index }) => id ?? index)).toEqual(
      predictions.map(({ id }, index) => (index % 1000 === 7 ? index : id)),
    );
  }, 90_000);
});

describe('a subscriber that does not read', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ env: { TELEMETRY_UPDATE_INTERVAL: '0.05' } });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('is disconnected, and the gateway keeps its memory', async () => {
    const { process: gateway, url } = stack.gateways[0];
    const predictions = Array.from({ length: 2000 }, (_, index) => ({
      source: 'KEPLER',
      period: 1 + index,
      radius: 2,
    }));
    const { body } = await call(`${url}/predict/batch?wait=30&explain=true`, 'POST', { predictions });
    expect(body.status).toBe('completed');
    const subscribers = await Promise.all(
      Array.from({ length: 10 }, () => subscribeWithoutReading(url, String(body.task_id))),
    );
    const before = residentMemory(gateway.pid);
    await until('every subscriber to be disconnected', () => subscribers.every(({ destroyed }) => destroyed), {
      seconds: 60,
    });
    expect((residentMemory(gateway.pid) - before) / MB).toBeLessThan(500);
  }, 120_000);
});

/** A raw WebSocket that asks again and again for a large result and never reads from its socket. */
async function subscribeWithoutReading(url: string, task: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'GET /ws/slow HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await new Promise((done) => socket.once('data', done));
  socket.pause();
  const frame = textFrame(JSON.stringify({ type: 'subscribe_task', task_id: task }));
  const timer = setInterval(() => socket.write(frame), 100);
  socket.once('close', () => clearInterval(timer));
  return socket;
}

/** A short masked text frame (RFC 6455). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = Buffer.from([1, 2, 3, 4]);
  return Buffer.concat([
    Buffer.from([0x81, 0x80 | payload.length]),
    mask,
    payload.map((byte, index) => byte ^ mask[index % 4]),
  ]);
}
