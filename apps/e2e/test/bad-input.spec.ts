import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const good = { period: 1.5, source: 'KEPLER' };

describe('bad input gets a clear problem', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ env: { MAX_BATCH_SIZE: '20', MAX_BODY_SIZE: '20000' } });
  });
  afterAll(() => stack?.stop());

  const rows: [what: string, body: unknown, code: string, field?: string][] = [
    ['a string for a number', { ...good, period: 'long' }, 'VALIDATION_FAILED', 'period'],
    ['a number as a string', { ...good, period: '1.5' }, 'VALIDATION_FAILED', 'period'],
    ['a list for a number', { ...good, period: [1] }, 'VALIDATION_FAILED', 'period'],
    ['a negative period', { ...good, period: -1 }, 'VALIDATION_FAILED', 'period'],
    ['a period of zero', { ...good, period: 0 }, 'VALIDATION_FAILED', 'period'],
    ['a negative error', { ...good, period_err: -0.1 }, 'VALIDATION_FAILED', 'period_err'],
    ['an infinite number', '{"period": 1e999, "source": "KEPLER"}', 'VALIDATION_FAILED', 'period'],
    ['a number beyond single precision', { ...good, period: 1e300 }, 'VALIDATION_FAILED', 'period'],
    ['an unknown field', { ...good, colour: 'red' }, 'VALIDATION_FAILED', 'colour'],
    [
      'a field with the name of a property of every object',
      '{"period": 1, "source": "KEPLER", "constructor": 1}',
      'VALIDATION_FAILED',
    ],
    ['an unknown diagnostic', { ...good, diagnostics: { koi_score: 1 } }, 'VALIDATION_FAILED', 'diagnostics.koi_score'],
    ['an unknown source', { ...good, source: 'HUBBLE' }, 'VALIDATION_FAILED', 'source'],
    ['no source', { period: 1.5 }, 'VALIDATION_FAILED', 'source'],
    ['nothing measured', { source: 'KEPLER' }, 'VALIDATION_FAILED'],
    ['a list', [], 'VALIDATION_FAILED'],
    ['null', 'null', 'VALIDATION_FAILED'],
    ['NaN, which JSON does not have', '{"period": NaN, "source": "KEPLER"}', 'MALFORMED_JSON'],
    ['truncated JSON', '{"period": 1', 'MALFORMED_JSON'],
    ['an empty body', '', 'MALFORMED_JSON'],
    ['an attempt to set the prototype', '{"period": 1, "source": "KEPLER", "__proto__": {"x": 1}}', 'MALFORMED_JSON'],
  ];

  it.each(rows)('a body with %s is refused with 400', async (_what, body, code, field) => {
    const {
      status,
      headers,
      body: problem,
    } = await call<{ code: string; status: number; detail: string; errors?: { field: string }[] }>(
      `${stack.url}/predict`,
      'POST',
      body,
    );
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(problem).toMatchObject({
      code,
      status: 400,
      detail: expect.any(String),
      request_id: headers.get('x-request-id'),
    });
    if (field) expect(problem.errors?.map((error) => error.field)).toContain(field);
  });

  it('without API keys, accepts writes and sockets only from its own pages and those of CORS_ORIGINS', async () => {
    const post = (origin: string, path = '/workers/resume') =>
      call<{ code: string }>(stack.url + path, 'POST', undefined, { origin });
    for (const origin of ['http://evil.example', 'null', `${stack.url.replace(/\d+$/, '1')}`]) {
      const { status, body } = await post(origin);
      expect([origin, status, body.code]).toEqual([origin, 403, 'FORBIDDEN']);
    }
    expect((await post('http://localhost:3000')).status).toBe(200);
    expect((await post(stack.url)).status).toBe(200);
    expect(
      (await call(`${stack.url}/workers/status`, 'GET', undefined, { origin: 'http://evil.example' })).status,
    ).toBe(200);

    const live = (origin: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${stack.url.replace('http', 'ws')}/ws/page`, { origin });
        socket.on('open', () => resolve('open')).on('error', ({ message }) => resolve(message));
        socket.on('open', () => socket.close());
      });
    expect(await live('http://evil.example')).toContain('403');
    expect(await live('http://localhost:3001')).toBe('open');
    const io = async (origin: string) =>
      (await fetch(`${stack.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } })).status;
    expect([await io('http://evil.example'), await io(stack.url)]).toEqual([403, 200]);
  });

  const requests: [
    what: string,
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
    status: number,
    code: string,
  ][] = [
    ['an empty batch', 'POST', '/predict/batch', { predictions: [] }, {}, 400, 'VALIDATION_FAILED'],
    ['a batch of another form', 'POST', '/predict/batch', { rows: [good] }, {}, 400, 'VALIDATION_FAILED'],
    [
      'a batch over the limit',
      'POST',
      '/predict/batch',
      { predictions: Array(21).fill(good) },
      {},
      413,
      'BATCH_TOO_LARGE',
    ],
    ['a body over the limit', 'POST', '/predict/batch', ' '.repeat(20_001), {}, 413, 'REQUEST_TOO_LARGE'],
    [
      'another content type',
      'POST',
      '/predict',
      'period=1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'plain text',
      'POST',
      '/predict',
      JSON.stringify(good),
      { 'content-type': 'text/plain' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['another method', 'PUT', '/predict', good, {}, 405, 'METHOD_NOT_ALLOWED'],
    ['an unknown route', 'GET', '/planets', undefined, {}, 404, 'NOT_FOUND'],
    ['a path that cannot be decoded', 'GET', '/tasks/%ff', undefined, {}, 404, 'NOT_FOUND'],
    ['an unknown task', 'GET', '/tasks/p00000000000000000000000000000000000', undefined, {}, 404, 'TASK_NOT_FOUND'],
    ['a task id of another form', 'GET', `/tasks/${'x'.repeat(200)}`, undefined, {}, 404, 'TASK_NOT_FOUND'],
    ['cancelling an unknown task', 'DELETE', '/tasks/1', undefined, {}, 404, 'TASK_NOT_FOUND'],
    ['an unknown model', 'POST', '/predict?model=oracle', good, {}, 404, 'MODEL_NOT_FOUND'],
    ['a wait that is too long', 'POST', '/predict?wait=61', good, {}, 400, 'VALIDATION_FAILED'],
    ['a wait that is no number', 'POST', '/predict?wait=soon', good, {}, 400, 'VALIDATION_FAILED'],
    ['an unknown option', 'POST', '/predict?colour=red', good, {}, 400, 'VALIDATION_FAILED'],
    ['a flag that is neither true nor false', 'POST', '/predict?explain=maybe', good, {}, 400, 'VALIDATION_FAILED'],
    [
      'an idempotency key that is too long',
      'POST',
      '/predict',
      good,
      { 'idempotency-key': 'k'.repeat(256) },
      400,
      'VALIDATION_FAILED',
    ],
  ];

  it.each(requests)(
    'a request with %s is refused with its status and code',
    async (_what, method, path, body, headers, status, code) => {
      const answer = await call(`${stack.url}${path}`, method, body, headers);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('names the row and the field of each error in a batch', async () => {
    const { status, body } = await call(`${stack.url}/predict/batch`, 'POST', {
      predictions: [good, { ...good, period: -3 }, { ...good, radius: 'big' }],
    });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { index: 1, field: 'predictions[1].period', message: 'row 1: period must be greater than 0' },
      { index: 2, field: 'predictions[2].radius', message: 'row 2: radius must be a finite number' },
    ]);
  });

  it('leaves every process running after all of that', async () => {
    expect((await call(`${stack.url}/predict?wait=10`, 'POST', good)).body.status).toBe('completed');
    expect(
      [...stack.workers, ...stack.gateways.map(({ process }) => process)].every((process) => process.running),
    ).toBe(true);
  });
});
