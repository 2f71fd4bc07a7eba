import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const made = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');
const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

interface Line {
  service: string;
  level: string;
  msg: string;
  context?: string;
  request_id?: string;
  request_ids?: string[];
  command?: string;
  trace_id?: string;
}

const linesOf = (log: string): Line[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

describe('a request id follows a request through both services', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exoplanet-models-'));
  let stack: Stack;
  const of = (id: string) => ({
    gateway: linesOf(stack.gateways[0].process.log).filter((line) => line.request_id === id),
    worker: linesOf(stack.workers[0].log).filter((line) => line.request_id === id),
  });

  beforeAll(async () => {
    cpSync(made, folder, { recursive: true });
    stack = await Stack.start({ env: { LOG_LEVEL: 'debug', MODEL_PATH: folder } });
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true });
  });

  it('in the log lines of the gateway and, through the queue, of the worker', async () => {
    const answer = await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate, {
      'x-request-id': 'mine-1',
    });
    expect(answer.headers.get('x-request-id')).toBe('mine-1');
    await until('log lines of both', () => of('mine-1').gateway.length > 0 && of('mine-1').worker.length > 0, {
      seconds: 5,
    });
    expect(of('mine-1').worker[0]).toMatchObject({ service: 'inference', command: answer.body.task_id.slice(0, 20) });
  });

  it('when the body arrives long after the headers', async () => {
    const body = JSON.stringify({ predictions: Array.from({ length: 2000 }, () => candidate) });
    await new Promise<void>((done, fail) => {
      const sent = httpRequest(
        `${stack.url}/predict/batch?wait=10`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': body.length, 'x-request-id': 'slow-1' },
        },
        (response) => {
          response.resume();
          response.on('end', () => done());
        },
      );
      sent.on('error', fail);
      sent.write(body.slice(0, 10));
      setTimeout(() => sent.write(body.slice(10, 1000)), 100);
      setTimeout(() => sent.end(body.slice(1000)), 200);
    });
    await until('a log line of the worker', () => of('slow-1').worker.length > 0, { seconds: 5 });
  });

  it('separately for each request on a shared connection', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `many-${i}`);
    for (const id of ids) await call(`${stack.url}/predict?wait=10`, 'POST', candidate, { 'x-request-id': id });
    await until('a log line of the worker', () => of('many-19').worker.length > 0, { seconds: 5 });
    expect(ids.filter((id) => of(id).worker.length !== 1)).toEqual([]);
  });

  it('for all requests that travel in one command', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `together-${i}`);
    await Promise.all(ids.map((id) => call(`${stack.url}/predict?wait=10`, 'POST', candidate, { 'x-request-id': id })));
    const linesWith = (id: string) =>
      linesOf(stack.workers[0].log).filter((line) => (line.request_ids ?? [line.request_id]).includes(id));
    await until('a log line of the worker', () => ids.every((id) => linesWith(id).length > 0), { seconds: 5 });
    expect(ids.filter((id) => linesWith(id).length !== 1)).toEqual([]);
    expect(ids.some((id) => linesWith(id)[0].request_ids)).toBe(true);
  });

  it('into every problem answer', async () => {
    const wrong: [string, string, unknown, string?][] = [
      ['GET', '/no/such/route', undefined],
      ['GET', '/tasks/nothing', undefined],
      ['PUT', '/predict', {}],
      ['POST', '/predict', {}],
      ['POST', '/predict', '{"period":'],
      ['POST', '/workers/pause', { worker: 'nobody' }],
      ['GET', '/%zz', undefined],
    ];
    for (const [method, path, body] of wrong) {
      const answer = await call<{ request_id: string }>(stack.url + path, method, body, { 'x-request-id': 'wrong-1' });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect([path, answer.body.request_id]).toEqual([path, 'wrong-1']);
    }
    const own = await call<{ request_id: string }>(`${stack.url}/no/such/route`, 'GET', undefined, {
      'x-request-id': 'not allowed: spaces',
    });
    expect(own.body.request_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(own.headers.get('x-request-id')).toBe(own.body.request_id);
  });

  it('into log lines of a worker about control commands and failed tasks', async () => {
    rmSync(join(folder, 'tabular/2/model.onnx'));
    await call(`${stack.url}/models/tabular/reload`, 'POST', undefined, { 'x-request-id': 'reload-1' });
    await until('a log line of the worker', () => of('reload-1').worker.length > 0, { seconds: 5 });
    expect(of('reload-1').worker).toMatchObject([{ level: 'warn', msg: expect.stringContaining('FILE_MISSING') }]);

    const failed = await call<{ status: string; error: { code: string } }>(
      `${stack.url}/light-curves?wait=20`,
      'POST',
      { time: [1, 2, 3], flux: [1, 1, 1] },
      { 'x-request-id': 'failed-1' },
    );
    expect(failed.body).toMatchObject({ status: 'failed' });
    const warned = () => of('failed-1').worker.filter(({ level }) => level === 'warn');
    await until('a warning of the worker', () => warned().length > 0, { seconds: 5 });
    expect(warned()).toMatchObject([{ context: 'commands', msg: expect.stringContaining(failed.body.error.code) }]);
  }, 40_000);
});

interface SentSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  attributes: Record<string, unknown>;
  links?: { traceId: string }[];
}

/** An OpenTelemetry collector that keeps the spans it receives: OTLP over HTTP, in JSON. */
class Collector {
  readonly spans: SentSpan[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.take(JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    const collector = new Collector(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  stop(): void {
    this.server.close();
  }

  private take(body: unknown): void {
    interface Attribute {
      key: string;
      value: Record<string, unknown>;
    }
    const plain = (list: Attribute[]) =>
      Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
    const { resourceSpans } = body as {
      resourceSpans: {
        resource: { attributes: Attribute[] };
        scopeSpans: { spans: (SentSpan & { attributes: Attribute[] })[] }[];
      }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = String(plain(resource.attributes)['service.name']);
      for (const span of scopeSpans.flatMap(({ spans }) => spans))
        this.spans.push({ ...span, service, attributes: plain(span.attributes) });
    }
  }
}

describe('one trace covers a request from HTTP through the queue to inference', () => {
  let collector: Collector;
  let stack: Stack;
  beforeAll(async () => {
    collector = await Collector.start();
    stack = await Stack.start({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100', LOG_LEVEL: 'debug' },
    });
  }, 60_000);
  afterEach(() => void collector.spans.splice(0));
  afterAll(async () => {
    await stack?.stop();
    collector?.stop();
  });

  const spansOf = async (traceId: string, count: number) => {
    await until(`${count} spans`, () => collector.spans.filter((span) => span.traceId === traceId).length >= count, {
      seconds: 10,
    });
    return collector.spans.filter((span) => span.traceId === traceId);
  };

  it('as a part of the caller’s own trace', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate, {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      'x-request-id': 'traced-1',
    });
    const spans = await spansOf(traceId, 4);
    const named = (name: string) => spans.find((span) => span.name === name)!;
    const [http, send, process, inference] = ['POST /predict', 'send predict', 'process predict', 'inference'].map(
      named,
    );
    expect(spans).toHaveLength(4);
    expect([http, send, process, inference].map(({ parentSpanId }) => parentSpanId)).toEqual([
      'b7ad6b7169203331',
      http.spanId,
      send.spanId,
      process.spanId,
    ]);
    expect([http, send, process, inference].map(({ service }) => service)).toEqual([
      'exoplanet-gateway',
      'exoplanet-gateway',
      'exoplanet-worker',
      'exoplanet-worker',
    ]);
    expect(http).toMatchObject({
      kind: 2,
      attributes: { 'http.route': '/predict', 'http.response.status_code': 200, 'exoplanet.request_id': 'traced-1' },
    });
    expect(send.kind).toBe(4);
    expect(process).toMatchObject({
      kind: 5,
      attributes: { 'messaging.message.id': answer.body.task_id.slice(0, 20) },
    });
    expect(inference.attributes['exoplanet.rows']).toBe(1);

    const logged = linesOf(stack.workers[0].log).find((line) => line.request_id === 'traced-1');
    expect(logged?.trace_id).toBe(traceId);
  }, 30_000);

  it('with links to the traces of all requests in one command', async () => {
    const traces = Array.from({ length: 20 }, (_, i) => `4bf92f3577b34da6a3ce929d0e0e4${String(i).padStart(3, '0')}`);
    await Promise.all(
      traces.map((traceId) =>
        call(`${stack.url}/predict?wait=10`, 'POST', candidate, { traceparent: `00-${traceId}-b7ad6b7169203331-01` }),
      ),
    );
    const named = (wanted: string) => collector.spans.filter(({ name }) => name === wanted);
    const reached = () =>
      new Set(
        named('process predict').flatMap(({ traceId, links = [] }) => [traceId, ...links.map((link) => link.traceId)]),
      );
    const complete = () =>
      named('POST /predict').length === traces.length &&
      new Set(['send predict', 'process predict', 'inference'].map((name) => named(name).length)).size === 1;
    await until('all spans', () => complete() && traces.every((traceId) => reached().has(traceId)), { seconds: 10 });
    expect(named('process predict').length).toBeLessThan(traces.length);
  }, 30_000);

  it('as a new trace when the caller has none, with the failure on the span where it happened', async () => {
    const refused = await call(`${stack.url}/predict`, 'POST', {});
    expect(refused.status).toBe(400);
    const failed = await call<{ status: string }>(`${stack.url}/light-curves?wait=20`, 'POST', {
      time: [1, 2, 3],
      flux: [1, 1, 1],
    });
    expect(failed.body.status).toBe('failed');
    await until('the span of the failed run', () => collector.spans.some(({ name }) => name === 'process analyze'), {
      seconds: 10,
    });
    expect(collector.spans.find(({ name }) => name === 'process analyze')?.status.code).toBe(2);
    expect(collector.spans.find(({ name }) => name === 'POST /predict')).toMatchObject({
      attributes: { 'http.response.status_code': 400 },
    });
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(2);
  }, 30_000);

  it('except probes and scrapes, which make none', async () => {
    for (const path of ['/health/live', '/health', '/metrics']) await fetch(stack.url + path);
    await call(`${stack.url}/models`);
    await until('the span of /models', () => collector.spans.some(({ name }) => name === 'GET /models'), {
      seconds: 10,
    });
    expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
  }, 30_000);

  it('and is sent completely when the processes end', async () => {
    await call(`${stack.url}/predict?wait=10`, 'POST', candidate);
    await stack.stop();
    expect(collector.spans.map(({ name }) => name).sort()).toEqual([
      'POST /predict',
      'inference',
      'process predict',
      'send predict',
    ]);
  }, 30_000);
});
