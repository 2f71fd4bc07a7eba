import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const root = resolve(import.meta.dirname, '../../..');
const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };
const batch = Array.from({ length: 100 }, (_, i) => ({ ...candidate, period: 1 + i }));

interface Metrics {
  /** Type of each metric, by name. */
  types: Map<string, string>;
  /** Label names of each metric that has samples. */
  labels: Map<string, Set<string>>;
  samples: Map<string, number>;
}

/** Reads the text format of Prometheus. */
function read(text: string): Metrics {
  const metrics: Metrics = { types: new Map(), labels: new Map(), samples: new Map() };
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    const sample = /^([a-zA-Z_:][\w:]*)(\{(.*)\})? (\S+)$/.exec(line);
    if (type) metrics.types.set(type[1], type[2]);
    if (!sample) continue;
    metrics.samples.set(sample[1] + (sample[2] ?? ''), Number(sample[4]));
    const names = [...(sample[3] ?? '').matchAll(/(\w+)="/g)].map(([, name]) => name);
    metrics.labels.set(sample[1], new Set([...(metrics.labels.get(sample[1]) ?? []), ...names]));
  }
  return metrics;
}

describe('the metrics count what happened', () => {
  let stack: Stack;
  let workerPort: number;
  let gateway: Metrics;
  let worker: Metrics;
  /** Rows of the set-up whose verdict differs between the model and its shadow. */
  let verdictChanges: number;

  const verdictsOf = async (model: string) => {
    const predictions = [candidate, candidate, candidate, ...batch];
    const { body } = await call<{ result: { predictions: { prediction: string }[] } }>(
      `${stack.url}/predict/batch?wait=10&model=${model}`,
      'POST',
      { predictions },
    );
    return body.result.predictions.map(({ prediction }) => prediction);
  };

  const scrape = async (url: string) => {
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    return read(await response.text());
  };

  beforeAll(async () => {
    workerPort = await freePort();
    stack = await Stack.start({
      workers: 0,
      env: { MODEL_PATH: resolve(root, 'libs/model-runtime/test/fixtures/models'), SHADOW_MODEL: 'tabular@1' },
    });
    const cancelled = (await call<{ task_id: string }>(`${stack.url}/predict`, 'POST', candidate)).body.task_id;
    await call(`${stack.url}/tasks/${cancelled}`, 'DELETE');
    await call(`${stack.url}/tasks/${cancelled}`, 'DELETE');
    stack.addWorker({ WORKER_HEALTH_PORT: String(workerPort) });
    await stack.ready(1);
    for (let i = 0; i < 3; i++) await call(`${stack.url}/predict?wait=10`, 'POST', candidate);
    await call(`${stack.url}/predict/batch?wait=10`, 'POST', { predictions: batch });
    await call(`${stack.url}/predict`, 'POST', {});
    await call(`${stack.url}/no/such/route`);
    const socket = io(stack.url, { transports: ['websocket'] });
    await until('the socket to be connected', () => socket.connected);
    const url = `http://127.0.0.1:${workerPort}`;
    await until(
      'the shadow model to process every row',
      async () =>
        (await scrape(url)).samples.get(
          'exoplanet_shadow_rows_total{model="tabular@2",shadow="tabular@1",outcome="compared"}',
        ) === 103,
    );
    [gateway, worker] = [await scrape(stack.url), await scrape(url)];
    socket.close();
    const [verdicts, shadowVerdicts] = [await verdictsOf('tabular@2'), await verdictsOf('tabular@1')];
    verdictChanges = verdicts.filter((verdict, index) => verdict !== shadowVerdicts[index]).length;
  }, 60_000);
  afterAll(() => stack?.stop());

  it('requests by route and status, with one series for all unknown paths', () => {
    const requests = 'exoplanet_http_request_duration_seconds_count';
    expect(gateway.samples.get(`${requests}{method="POST",route="/predict",status="200"}`)).toBe(3);
    expect(gateway.samples.get(`${requests}{method="POST",route="/predict",status="202"}`)).toBe(1);
    expect(gateway.samples.get(`${requests}{method="POST",route="/predict",status="400"}`)).toBe(1);
    expect(gateway.samples.get(`${requests}{method="DELETE",route="/tasks/:task_id",status="200"}`)).toBe(2);
    expect(gateway.samples.get(`${requests}{method="GET",route="unmatched",status="404"}`)).toBe(1);
    const sum = gateway.samples.get(
      'exoplanet_http_request_duration_seconds_sum{method="POST",route="/predict",status="200"}',
    )!;
    expect(sum).toBeGreaterThan(0.0005);
    expect(sum).toBeLessThan(10);
  });

  it('tasks by state, each counted once', () => {
    expect(gateway.samples.get('exoplanet_tasks_total{kind="predict",state="submitted"}')).toBe(5);
    expect(gateway.samples.get('exoplanet_tasks_total{kind="predict",state="cancelled"}')).toBe(1);
    expect(worker.samples.get('exoplanet_tasks_total{kind="predict",state="completed"}')).toBe(4);
    expect(worker.samples.get('exoplanet_tasks_total{kind="predict",state="failed"}')).toBeUndefined();
  });

  it('queues, workers, sockets and Redis', () => {
    expect(gateway.samples.get('exoplanet_redis_up')).toBe(1);
    expect(gateway.samples.get('exoplanet_workers{paused="false"}')).toBe(1);
    expect(gateway.samples.get('exoplanet_worker_heartbeat_age_seconds{worker="worker-1"}')).toBeLessThan(1);
    expect(gateway.samples.get('exoplanet_queue_jobs{queue="predict",state="completed"}')).toBe(4);
    expect(gateway.samples.get('exoplanet_queue_jobs{queue="predict",state="waiting"}')).toBe(0);
    expect(gateway.samples.get('exoplanet_sockets_connected{protocol="socket.io"}')).toBe(1);
  });

  it('waits, runs, batches and inference', () => {
    expect(worker.samples.get('exoplanet_command_queue_wait_seconds_count{kind="predict"}')).toBe(4);
    expect(worker.samples.get('exoplanet_command_run_seconds_count{kind="predict"}')).toBe(4);
    const labels = 'model="tabular",version="2",provider="cpu"';
    expect(worker.samples.get(`exoplanet_inference_batch_rows_sum{${labels}}`)).toBe(103);
    expect(worker.samples.get(`exoplanet_inference_batch_rows_bucket{le="1",${labels}}`)).toBe(3);
    expect(worker.samples.get(`exoplanet_inference_duration_seconds_count{${labels}}`)).toBeGreaterThanOrEqual(4);
  });

  it('the models, the shadow model and the distance of the inputs from the training data', () => {
    expect(
      [...worker.samples.keys()].filter((name) =>
        name.startsWith('exoplanet_model_info{model="tabular",version="2",sha256="'),
      ),
    ).toHaveLength(1);
    expect(worker.samples.get('exoplanet_shadow_verdict_changes_total{model="tabular@2",shadow="tabular@1"}')).toBe(
      verdictChanges,
    );
    expect(worker.samples.get('exoplanet_rows_total{model="tabular",version="2"}')).toBe(103);
    expect(worker.samples.get('exoplanet_input_distance_ratio_count{model="tabular",version="2"}')).toBe(103);
    const limit = worker.samples.get('exoplanet_input_distance_ratio_bucket{le="1",model="tabular",version="2"}')!;
    expect(worker.samples.get('exoplanet_rows_out_of_distribution_total{model="tabular",version="2"}')).toBe(
      103 - limit,
    );
  });

  it('the processes', () => {
    for (const { types, samples } of [gateway, worker]) {
      for (const name of [
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
        'exoplanet_build_info',
      ])
        expect(types.has(name)).toBe(true);
      expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeLessThan(2);
    }
  });

  it('with names by the conventions of Prometheus: base units, and _total for counters', () => {
    for (const [name, type] of [...gateway.types, ...worker.types]) {
      if (!name.startsWith('exoplanet_')) continue;
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(name).not.toMatch(/_(ms|milliseconds|mb|kb|percent)(_|$)/);
    }
  });

  describe('the dashboard and the alerts', () => {
    const dashboard = JSON.parse(readFileSync(resolve(root, 'k8s/monitoring/grafana-dashboard.json'), 'utf8')) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const rules = parse(readFileSync(resolve(root, 'k8s/monitoring/alerts.yaml'), 'utf8')) as {
      spec: { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] };
    };
    const panels = dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ name: `panel ${title}`, expr })),
    );
    const alerts = rules.spec.groups
      .flatMap((group) => group.rules)
      .map(({ alert, expr, annotations }) => ({ name: `alert ${alert}`, expr, annotations }));

    it.each([...panels, ...alerts])('use only metrics and labels that exist: $name', ({ expr }) => {
      const known = (name: string) => {
        const base = name.replace(/_(bucket|sum|count)$/, '');
        return [gateway, worker].some(({ types }) => types.has(name) || types.get(base) === 'histogram');
      };
      const used = [...expr.matchAll(/\b(?:exoplanet|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
      expect(used.length).toBeGreaterThan(0);
      expect(used.filter((name) => !known(name))).toEqual([]);

      // Prometheus itself adds `instance`.
      const labels = new Set([
        'instance',
        ...used.flatMap((name) => [gateway, worker].flatMap((one) => [...(one.labels.get(name) ?? [])])),
      ]);
      const lists = [...expr.matchAll(/\b(?:by|on|group_left) \(([^)]*)\)/g)].flatMap(([, list]) => list.split(', '));
      const matchers = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) =>
        [...list.matchAll(/(\w+)=?[=~!]/g)].map(([, name]) => name),
      );
      expect([...lists, ...matchers].filter((label) => !labels.has(label))).toEqual([]);
    });

    it.each([...panels, ...alerts])('are valid PromQL: $name', ({ expr }) => {
      // Grafana replaces this variable by a duration.
      const text = expr.replaceAll('$__rate_interval', '5m');
      const faults: string[] = [];
      promql.parse(text).iterate({ enter: ({ type, from }) => void (type.isError && faults.push(text.slice(from))) });
      expect(faults).toEqual([]);
    });

    it('use every metric of the system', () => {
      const text = [...panels, ...alerts].map(({ expr }) => expr).join('\n');
      const unseen = [...gateway.types.keys(), ...worker.types.keys()].filter(
        (name) => name.startsWith('exoplanet_') && !text.includes(name),
      );
      expect(unseen).toEqual([]);
    });

    it('have no overlapping panels', () => {
      const places = (
        dashboard.panels as unknown as { id: number; gridPos: { x: number; y: number; w: number; h: number } }[]
      ).map(({ gridPos }) => gridPos);
      for (const [i, a] of places.entries()) {
        for (const b of places.slice(i + 1))
          expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
      }
    });
  });
});
