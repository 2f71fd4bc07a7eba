import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

interface Queues {
  queues: { name: string; readOnlyMode: boolean; counts: Record<string, number> }[];
}

describe('the queue page', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('is served at the root of MONITOR_PORT and at /monitor, shows the queues and cannot change them', async () => {
    const port = await freePort();
    stack = await Stack.start({ env: { MONITOR_PORT: String(port) } });
    await call(`${stack.url}/predict?wait=10`, 'POST', candidate);
    for (const url of [`http://127.0.0.1:${port}`, `${stack.url}/monitor`]) {
      const page = await fetch(`${url}/`);
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain('Exoplanet queues');
      const base = /<base href="([^"]*)"/.exec(html)![1];
      const script = /src="([^"]*\.js)"/.exec(html)![1];
      expect((await fetch(new URL(script, new URL(base, url)))).status).toBe(200);

      const { body } = await call<Queues>(`${url}/api/queues`);
      expect(body.queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toContainEqual(['predict', true]);
      expect(body.queues.find(({ name }) => name === 'predict')?.counts.completed).toBe(1);
      expect([404, 405]).toContain((await fetch(`${url}/api/queues/predict/pause`, { method: 'PUT' })).status);
    }
    expect((await fetch(`${stack.url}/monitor`)).status).toBe(200);
    expect((await call(`${stack.url}/predict?wait=10`, 'POST', candidate)).body.status).toBe('completed');
  }, 60_000);

  it('needs a key with the role operate when keys are on; a browser asks for it as a password', async () => {
    const entry = (name: string, ...roles: string[]) => ({
      name,
      sha256: createHash('sha256').update(`key-of-${name}`).digest('hex'),
      roles,
    });
    const port = await freePort();
    stack = await Stack.start({
      workers: 0,
      env: {
        MONITOR_PORT: String(port),
        API_KEYS: JSON.stringify([entry('olga', 'operate'), entry('ann', 'submit', 'read')]),
      },
    });
    const basic = (name: string) => ({
      authorization: `Basic ${Buffer.from(`anything:key-of-${name}`).toString('base64')}`,
    });
    for (const url of [`http://127.0.0.1:${port}`, `${stack.url}/monitor`]) {
      for (const path of ['/', '/api/queues']) {
        const refused = await fetch(url + path);
        expect(refused.status).toBe(401);
        expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
        expect((await fetch(url + path, { headers: basic('ann') })).status).toBe(401);
        expect((await fetch(url + path, { headers: basic('olga') })).status).toBe(200);
        expect((await fetch(url + path, { headers: { authorization: 'Bearer key-of-olga' } })).status).toBe(200);
      }
    }
  }, 60_000);

  it('does not stop the gateway when its port is in use', async () => {
    const taken = createServer();
    const port = await new Promise<number>((done) =>
      taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port)),
    );
    stack = await Stack.start({ env: { MONITOR_PORT: String(port) } });
    expect((await call(`${stack.url}/predict?wait=10`, 'POST', candidate)).body.status).toBe('completed');
    expect((await fetch(`${stack.url}/monitor`)).status).toBe(200);
    expect(stack.gateways[0].process.log).toContain(`MONITOR_PORT ${port} is in use`);
    taken.close();
  }, 60_000);

  it('is served without Redis, and reports at once that it has no data', async () => {
    const nowhere = await freePort();
    const port = await freePort();
    stack = await Stack.start({
      gateways: 0,
      workers: 0,
      env: { REDIS_URL: `redis://127.0.0.1:${nowhere}`, MONITOR_PORT: String(port) },
    });
    const { url } = await stack.addGateway();
    await until('the gateway to answer', async () => (await fetch(`${url}/health/live`)).ok);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    const started = performance.now();
    expect((await fetch(`http://127.0.0.1:${port}/api/queues`)).status).toBeGreaterThanOrEqual(500);
    expect(performance.now() - started).toBeLessThan(3000);
    expect((await call(`${url}/health/live`)).status).toBe(200);
  }, 60_000);
});
