import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from '@exoplanet/contracts';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488 };

describe('problem answers', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_BODY_SIZE: '20000' });
  });
  afterAll(() => gateway.close());

  it.each<[what: string, method: string, path: string, body: unknown, headers: object, code: keyof typeof ERRORS]>([
    ['an invalid field', 'POST', '/predict', { ...candidate, period: -1 }, {}, 'VALIDATION_FAILED'],
    ['half a JSON', 'POST', '/predict', '{"period": 1', {}, 'MALFORMED_JSON'],
    ['an unknown query field', 'POST', '/predict?colour=red', candidate, {}, 'VALIDATION_FAILED'],
    ['a wait given twice', 'POST', '/predict?wait=1&wait=2', candidate, {}, 'VALIDATION_FAILED'],
    ['a wait that is too long', 'POST', '/predict?wait=61', candidate, {}, 'VALIDATION_FAILED'],
    ['a body over the limit', 'POST', '/predict', ' '.repeat(20_001), {}, 'REQUEST_TOO_LARGE'],
    ['another content type', 'POST', '/predict', 'a=1', { 'content-type': 'text/plain' }, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another method', 'PUT', '/predict', candidate, {}, 'METHOD_NOT_ALLOWED'],
    ['a method with a body that few know', 'QUERY', '/tasks/p1', undefined, {}, 'METHOD_NOT_ALLOWED'],
    ['a method that looks around', 'PROPFIND', '/models', undefined, {}, 'METHOD_NOT_ALLOWED'],
    ['a preflight without its headers', 'OPTIONS', '/predict', undefined, {}, 'VALIDATION_FAILED'],
    ['an unknown path', 'GET', '/planets', undefined, {}, 'NOT_FOUND'],
    ['a path that cannot be decoded', 'GET', '/tasks/%ff', undefined, {}, 'NOT_FOUND'],
    ['an unknown inspection', 'GET', '/workers/inspect/brain', undefined, {}, 'VALIDATION_FAILED'],
    ['a timeout that is too long', 'GET', '/workers/inspect/ping?timeout=61', undefined, {}, 'VALIDATION_FAILED'],
  ])('%s', async (_what, method, path, body, headers, code) => {
    const answer = await call(gateway.url + path, { method, body, headers: { ...headers, 'x-request-id': 'r-1' } });
    expect(answer.status).toBe(ERRORS[code].status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toBe('r-1');
    expect(answer.body).toMatchObject({
      type: `urn:exoplanet:problem:${code.toLowerCase().replaceAll('_', '-')}`,
      code,
      status: ERRORS[code].status,
      advice: ERRORS[code].advice,
      request_id: 'r-1',
    });
  });

  it('a wrong method lists the allowed ones', async () => {
    expect((await call(`${gateway.url}/predict`, { method: 'PUT', body: {} })).headers.get('allow')).toBe('POST');
  });

  it('a request id that is unusable is replaced', async () => {
    const { headers } = await call(`${gateway.url}/`, { headers: { 'x-request-id': 'with space' } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['bytes that are not HTTP', 'not http\r\n\r\n', 400, 'VALIDATION_FAILED'],
    [
      'an expectation that nobody knows',
      'GET /no HTTP/1.1\r\nhost: localhost\r\nexpect: a-miracle\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ])('%s are a problem, too', async (_what, bytes, status, code) => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(bytes);
    const answer = await new Promise<string>((done) => socket.once('data', (data: Buffer) => done(data.toString())));
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*content-type: application/problem\\+json`, 's'));
    expect(JSON.parse(body)).toMatchObject({ status, code, advice: ERRORS[code as keyof typeof ERRORS].advice });
    socket.destroy();
  });
});

describe('pages of other sites, where keys are off', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ CORS_ORIGINS: '["http://friend.example"]' });
  });
  afterAll(() => gateway.close());

  it.each([
    ['http://evil.example', 403],
    ['null', 403],
    ['http://127.0.0.1:1', 403],
    ['http://friend.example', 202],
  ])('a POST of a page of %s is %d', async (origin, status) => {
    expect((await call(`${gateway.url}/predict`, { body: candidate, headers: { origin } })).status).toBe(status);
  });

  it('its own pages may do everything', async () => {
    const headers = { origin: gateway.url };
    expect((await call(`${gateway.url}/predict`, { body: candidate, headers })).status).toBe(202);
  });

  it('CORS allows the origins of CORS_ORIGINS alone', async () => {
    const allowed = async (origin: string) =>
      (
        await fetch(`${gateway.url}/predict`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        })
      ).headers.get('access-control-allow-origin');
    expect(await allowed('http://friend.example')).toBe('http://friend.example');
    expect(await allowed('http://evil.example')).toBeNull();
  });

  it('a page of CORS_ORIGINS may use every method of the API and read the headers that an answer needs', async () => {
    const origin = 'http://friend.example';
    const preflight = await fetch(`${gateway.url}/tasks/p1`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'DELETE' },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PATCH, DELETE');
    const { headers } = await fetch(`${gateway.url}/models`, { headers: { origin } });
    const readable = headers.get('access-control-expose-headers')?.split(', ');
    expect(readable).toEqual(expect.arrayContaining(['content-disposition', 'inference-header-content-length']));
  });
});
