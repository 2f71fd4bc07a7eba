import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ExoplanetClient, ProblemError, ServerUnreachableError } from '../src';

/** A minimal server: these tests are about what the client makes of an answer. */
let server: Server | undefined;
afterEach(() => server?.close());

async function answering(listener: RequestListener): Promise<ExoplanetClient> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return new ExoplanetClient({ baseUrl: `http://127.0.0.1:${(server.address() as { port: number }).port}/` });
}

const problem = {
  type: 'urn:exoplanet:problem:task-not-found',
  title: 'No such task',
  status: 404,
  code: 'TASK_NOT_FOUND',
  detail: 'There is no task "x"',
  advice: 'Check the task id.',
  request_id: 'req-7',
};

describe('an error answer', () => {
  it('becomes a ProblemError with everything the server said', async () => {
    const client = await answering((_, reply) =>
      reply.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem)),
    );
    const error = await client.task('x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      code: 'TASK_NOT_FOUND',
      status: 404,
      message: 'TASK_NOT_FOUND: There is no task "x"',
      problem,
    });
  });

  it('of a proxy, in any form, still gives status and text', async () => {
    const client = await answering((_, reply) => reply.writeHead(502).end('<h1>Bad Gateway</h1>'));
    await expect(client.models()).rejects.toMatchObject({
      status: 502,
      problem: { detail: 'the answer is HTTP 502: <h1>Bad Gateway</h1>' },
    });
  });

  it('names the address that cannot be reached, and the reason', async () => {
    const client = await answering((request) => request.socket.destroy());
    await expect(client.models()).rejects.toBeInstanceOf(ServerUnreachableError);
    server!.close();
    await expect(new ExoplanetClient({ baseUrl: client.baseUrl }).models()).rejects.toThrow(
      /^no answer from http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/,
    );
  });
});

describe('a busy server', () => {
  const busy = JSON.stringify({ ...problem, status: 503, code: 'REDIS_UNAVAILABLE' });

  it('gets the same request again after the pause that it names', async () => {
    const keys: unknown[] = [];
    const client = await answering((request, reply) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length < 3)
        reply.writeHead(503, { 'retry-after': '0', 'content-type': 'application/problem+json' }).end(busy);
      else reply.writeHead(202, { 'content-type': 'application/json' }).end('{"task_id":"p1","status":"pending"}');
    });
    expect(await client.submit([{ source: 'K2', period: 1 }])).toBe('p1');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('causes an error after the last retry', async () => {
    let requests = 0;
    const client = await answering((_, reply) => {
      requests++;
      reply.writeHead(503, { 'retry-after': '0' }).end(busy);
    });
    await expect(client.models()).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE', retryAfter: 0 });
    expect(requests).toBe(4);
  });

  it('does not delay a caller who aborts', async () => {
    const client = await answering((_, reply) => reply.writeHead(503, { 'retry-after': '30' }).end(busy));
    const signal = AbortSignal.timeout(50);
    await expect(client.task('x', signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
