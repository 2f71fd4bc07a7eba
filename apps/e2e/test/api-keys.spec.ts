import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '@exoplanet/dev';
import { madeTable, upload } from '../src/catalog';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const program = resolve(import.meta.dirname, '../../../dist/apps/gateway/api-key.program.js');
const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

/** Makes a key as an operator does: the program prints the entry for API_KEYS on stdout and the key on stderr. */
function makeKey(name: string, ...roles: string[]): { key: string; entry: object } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, name, ...roles], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { key: /exo_[\w-]{43}/.exec(stderr)![0], entry: JSON.parse(stdout) as object };
}

describe('an API key opens what its roles allow', () => {
  const ann = makeKey('ann', 'submit', 'read');
  const bob = makeKey('bob', 'submit', 'read');
  const eve = makeKey('eve', 'submit');
  const olga = makeKey('olga', 'operate');
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  let stack: Stack;

  const as = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` });
  const predict = (who: { key: string }, query = '', headers = {}) =>
    call<{ task_id: string; status: string; result: object | null; code: string }>(
      `${stack.url}/predict${query}`,
      'POST',
      candidate,
      { ...as(who), ...headers },
    );

  beforeAll(async () => {
    stack = await Stack.start({
      workers: 0,
      env: { API_KEYS: JSON.stringify([ann, bob, eve, olga].map(({ entry }) => entry)), CATALOG_STORE: folder },
    });
    stack.addWorker();
    await until(
      'the worker to send a heartbeat',
      async () =>
        (await call<{ count: number }>(`${stack.url}/workers/status`, 'GET', undefined, as(ann))).body.count === 1,
    );
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses a request without a key or with a wrong one, and says how to send one', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer exo_wrong' },
      { authorization: ann.key },
      { 'x-api-key': `${ann.key}x` },
    ] as Record<string, string>[]) {
      const refused = await call(`${stack.url}/predict`, 'POST', candidate, headers);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      expect(refused.body).toMatchObject({ code: 'UNAUTHORIZED', request_id: expect.any(String) });
    }
    expect((await call(`${stack.url}/models`)).status).toBe(401);
    expect((await call(`${stack.url}/models`, 'GET', undefined, { 'x-api-key': ann.key })).status).toBe(200);
  });

  it('lists to each caller the catalogues that are its own, and shows it no others', async () => {
    const list = async (who: { key: string }) =>
      (
        await call<{ catalogs: { catalog_id: string }[] }>(`${stack.url}/catalogs`, 'GET', undefined, as(who))
      ).body.catalogs.map(({ catalog_id }) => catalog_id);
    const ids = [
      await upload(stack.url, madeTable(3), '', as(ann)),
      await upload(stack.url, madeTable(3), '', as(bob)),
    ];
    expect([await list(ann), await list(bob)]).toEqual([[ids[0]], [ids[1]]]);
    for (const [path, method] of [
      ['', 'GET'],
      ['/rows', 'GET'],
      ['/export', 'GET'],
      ['', 'DELETE'],
    ])
      expect((await call(`${stack.url}/catalogs/${ids[0]}${path}`, method, undefined, as(bob))).status).toBe(404);
  });

  it('does not read the body of a request without a key', async () => {
    const refused = await fetch(`${stack.url}/predict`, {
      method: 'POST',
      body: 'x'.repeat(1_000_000),
      headers: { 'content-type': 'application/json' },
    });
    expect(refused.status).toBe(401);
  });

  it('leaves health, documentation and the front page open to everyone', async () => {
    for (const path of ['/', '/health', '/health/live', '/health/ready', '/openapi.json'])
      expect((await call(`${stack.url}${path}`)).status).toBe(200);
    expect((await fetch(`${stack.url}/docs`)).status).toBe(200);
  });

  it('closes every other route, and documents which role opens it', async () => {
    const open = [
      '/',
      '/health',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/v2',
      '/v2/health/live',
      '/v2/health/ready',
    ];
    const { paths } = (
      await call<{ paths: Record<string, Record<string, { 'x-roles'?: string[] }>> }>(`${stack.url}/openapi.json`)
    ).body;
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        roles: operation['x-roles'],
      })),
    );
    expect(
      routes
        .filter(({ roles }) => !roles)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(open);
    for (const { path, method } of routes.filter(({ roles }) => roles)) {
      const answer = await call(
        stack.url + path.replace(/\{\w+\}/g, 'anything'),
        method,
        method === 'GET' || method === 'DELETE' ? undefined : {},
      );
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'UNAUTHORIZED']);
    }
  });

  it('requires the role of the route', async () => {
    const { task_id } = (await predict(eve)).body;
    expect((await call(`${stack.url}/tasks/${task_id}`, 'GET', undefined, as(eve))).body).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
      detail: expect.stringContaining('read'),
    });
    expect((await predict(olga)).body.code).toBe('FORBIDDEN');
    for (const path of ['/workers/pause', '/workers/resume', '/workers/drain', '/models/tabular/reload'])
      expect((await call(`${stack.url}${path}`, 'POST', undefined, as(ann))).status).toBe(403);
    for (const path of ['/workers/pause', '/workers/resume'])
      expect((await call(`${stack.url}${path}`, 'POST', undefined, as(olga))).status).toBe(200);
    expect((await call(`${stack.url}/workers/inspect/ping`, 'GET', undefined, as(olga))).body).toMatchObject({
      expected: 1,
      missing: [],
    });
  });

  it('shows a task only to the key that made it', async () => {
    const { task_id, status } = (await predict(ann, '?wait=10')).body;
    expect(status).toBe('completed');
    expect((await call(`${stack.url}/tasks/${task_id}`, 'GET', undefined, as(ann))).status).toBe(200);
    expect((await call(`${stack.url}/tasks/${task_id}`, 'GET', undefined, as(bob))).body).toMatchObject({
      status: 404,
      code: 'TASK_NOT_FOUND',
    });
    expect((await call(`${stack.url}/tasks/${task_id}/report.svg`, 'GET', undefined, as(bob))).body).toMatchObject({
      status: 404,
      code: 'TASK_NOT_FOUND',
    });
    expect((await call(`${stack.url}/tasks/${task_id}/report.svg`, 'GET', undefined, as(ann))).body).toMatchObject({
      status: 404,
      code: 'NO_LIGHT_CURVE',
    });
    expect((await call(`${stack.url}/tasks/${task_id}`, 'DELETE', undefined, as(bob))).body).toMatchObject({
      status: 404,
      code: 'TASK_NOT_FOUND',
    });
    const seen = await call(`${stack.url}/tasks/${task_id}`, 'DELETE', undefined, as(olga));
    expect(seen.body).toMatchObject({ status: 'completed', result: null });
  });

  it('separates the tasks of several keys that travel in one command', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, i) => predict(i % 2 ? ann : bob)));
    const statuses = await Promise.all(
      made.flatMap(({ body }) =>
        [ann, bob].map(
          async (who) => (await call(`${stack.url}/tasks/${body.task_id}`, 'GET', undefined, as(who))).status,
        ),
      ),
    );
    expect(statuses).toEqual(made.flatMap((_, i) => (i % 2 ? [200, 404] : [404, 200])));
  });

  it('lets operate cancel a task of any key', async () => {
    await call(`${stack.url}/workers/pause`, 'POST', undefined, as(olga));
    const { task_id } = (await predict(ann)).body;
    expect((await call(`${stack.url}/tasks/${task_id}`, 'DELETE', undefined, as(olga))).body.status).toBe('cancelled');
    await call(`${stack.url}/workers/resume`, 'POST', undefined, as(olga));
    expect((await call(`${stack.url}/tasks/${task_id}`, 'GET', undefined, as(ann))).body.status).toBe('cancelled');
  });

  it('gives each key its own idempotency keys', async () => {
    const once = { 'idempotency-key': 'k1' };
    const [first, again, other] = [
      await predict(ann, '', once),
      await predict(ann, '', once),
      await predict(bob, '', once),
    ];
    expect(again.body.task_id).toBe(first.body.task_id);
    expect(other.body.task_id).not.toBe(first.body.task_id);
  });

  it('is required for socket.io', async () => {
    const connect = (options: object) =>
      new Promise<Socket | { code: string }>((done) => {
        const socket = io(stack.url, { transports: ['websocket'], reconnection: false, ...options });
        socket.on('connect', () => done(socket));
        socket.on('connect_error', (error) => {
          socket.close();
          done((error as Error & { data: { code: string } }).data);
        });
      });
    expect(await connect({})).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await connect({ auth: { token: 'exo_wrong' } })).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await connect({ auth: { token: eve.key } })).toMatchObject({ code: 'FORBIDDEN' });
    const { task_id } = (await predict(ann, '?wait=10')).body;
    const firstMessage = async (options: object) => {
      const socket = (await connect(options)) as Socket;
      const answer = await new Promise<object>((done) => {
        socket.on('error', done);
        socket.on('task_update', done);
        socket.emit('subscribe_task', { task_id });
      });
      socket.close();
      return answer;
    };
    expect(await firstMessage({ auth: { token: ann.key } })).toMatchObject({ task_id, status: 'completed' });
    expect(await firstMessage({ extraHeaders: { 'x-api-key': bob.key } })).toMatchObject({ code: 'TASK_NOT_FOUND' });
  });

  it('is required for /ws, in a header or in a subprotocol that is not echoed', async () => {
    const url = `${stack.url.replace('http', 'ws')}/ws/me`;
    const outcome = (socket: WebSocket) =>
      new Promise<string>((done) => {
        socket.on('open', () => {
          done(`open ${socket.protocol}`.trim());
          socket.close();
        });
        socket.on('unexpected-response', (_, response) => done(String(response.statusCode)));
        socket.on('error', (error) => done(error.message));
      });
    expect(await outcome(new WebSocket(url))).toBe('401');
    expect(await outcome(new WebSocket(url, { headers: as({ key: 'exo_wrong' }) }))).toBe('401');
    expect(await outcome(new WebSocket(url, { headers: as(eve) }))).toBe('403');
    expect(await outcome(new WebSocket(url, { headers: as(ann) }))).toBe('open');
    expect(await outcome(new WebSocket(url, [`bearer.${ann.key}`, 'exoplanet']))).toBe('open exoplanet');
  });

  it('is never logged, and the log says at start when keys are off', async () => {
    expect(stack.gateways[0].process.log).not.toContain('API_KEYS');
    for (const { key } of [ann, bob, eve, olga]) expect(stack.gateways[0].process.log).not.toContain(key);
    const free = await Stack.start({ workers: 0 });
    const log = free.gateways[0].process.log;
    await free.stop();
    expect(log.match(/API_KEYS is not set/g)).toHaveLength(1);
  }, 60_000);
});

describe('the program that makes a key', () => {
  it('makes a new key each time, and refuses an unknown role', () => {
    expect(makeKey('a', 'read').key).not.toBe(makeKey('a', 'read').key);
    expect(() => makeKey('a', 'rule')).toThrow(/roles must be of submit, read, operate/);
    expect(() => makeKey('a')).toThrow(/usage/);
  }, 60_000);

  it('prints only the entry on stdout', () => {
    expect(
      JSON.parse(
        execFileSync(process.execPath, [program, 'a', 'submit', 'read'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      ),
    ).toEqual({
      name: 'a',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      roles: ['submit', 'read'],
    });
  }, 60_000);
});
