import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { apiKeys } from './support/api-keys';
import { startGateway, type TestGateway } from './support/gateway';
import { rawRequest } from './support/raw-http';

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

describe('a page that reached the gateway under a foreign name (DNS rebinding)', () => {
  let gateway: TestGateway;
  let monitor: string;
  beforeAll(async () => {
    const port = await freePort();
    monitor = `http://127.0.0.1:${port}`;
    gateway = await startGateway({ ALLOWED_HOSTS: 'api.example.org', MONITOR_PORT: String(port), HOST: '127.0.0.1' });
  });
  afterAll(() => gateway.close());
  const rebound = { host: 'evil.example:8000', origin: 'http://evil.example:8000' };

  it.each([
    ['POST', '/workers/pause'],
    ['POST', '/predict'],
    ['GET', '/workers/status'],
    ['GET', '/monitor'],
    ['GET', '/socket.io/?EIO=4&transport=polling'],
  ])('%s %s is 403', async (method, path) => {
    expect((await rawRequest(gateway.url + path, { method, headers: rebound })).status).toBe(403);
  });

  it('a WebSocket is refused', async () => {
    const error = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/ws/page`, { headers: rebound });
      socket.on('error', ({ message }) => resolve(message));
      socket.on('open', () => resolve('open'));
    });
    expect(error).toContain('403');
  });

  it('the queue page on its own port is refused', async () => {
    expect((await rawRequest(monitor, { headers: rebound })).status).toBe(403);
    expect((await rawRequest(monitor)).status).toBe(200);
  });

  it.each(['127.0.0.1', 'localhost:8000', '[::1]:8000', 'api.example.org'])('the host %s is allowed', async (host) => {
    expect((await rawRequest(`${gateway.url}/workers/status`, { headers: { host } })).status).toBe(200);
    const pause = await rawRequest(`${gateway.url}/workers/pause`, {
      method: 'POST',
      headers: { host, origin: `http://${host}` },
    });
    expect(pause.status).toBe(200);
  });

  it('where keys are on, any host is allowed: a page cannot have the key', async () => {
    const guarded = await startGateway({ API_KEYS: apiKeys({ alice: ['read'] }) });
    const headers = { ...rebound, authorization: 'Bearer alice' };
    expect((await rawRequest(`${guarded.url}/workers/status`, { headers })).status).toBe(200);
    expect((await rawRequest(`${guarded.url}/workers/status`, { headers: rebound })).status).toBe(401);
    await guarded.close();
  });
});

describe('security headers', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());

  it.each(['/', '/docs', '/monitor', '/metrics', '/health/live', '/no/such/path', '/predict', '/tasks/1/report.svg'])(
    'are on %s',
    async (path) => {
      const { headers } = await rawRequest(gateway.url + path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'self'") as string,
      });
    },
  );

  it.each(['/docs', '/monitor'])('the policy lets %s work: its scripts come from this origin', async (path) => {
    const { body, status } = await rawRequest(gateway.url + path);
    expect(status).toBe(200);
    const scripts = [...body.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.length).toBeGreaterThan(2);
    const base = /<base href="([^"]+)"/.exec(body)?.[1] ?? path;
    for (const [, attributes, content] of scripts) {
      if (attributes.includes('application/json')) continue; // Data, which is not executed.
      const source = /src="([^"]+)"/.exec(attributes)?.[1];
      expect([content.trim(), source]).toEqual(['', expect.stringMatching(/^(?!https?:)/)]);
      const script = await rawRequest(new URL(source!, new URL(base, gateway.url)).href);
      expect([source, script.status]).toEqual([source, 200]);
      expect(script.headers['content-type']).toContain('javascript');
    }
    expect(body).not.toMatch(/\son[a-z]+="/);
  });
});
