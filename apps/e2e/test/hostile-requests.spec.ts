import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { operationsOf, runCampaign } from '@exoplanet/hostile';
import { call } from '../src/http';
import { type Process, Stack } from '../src/stack';

const root = resolve(import.meta.dirname, '../../..');
const operations = operationsOf(JSON.parse(readFileSync(resolve(root, 'openapi.json'), 'utf8')) as never);
/** The whole campaign has 20,000; CI runs a short form. */
const REQUESTS = Number(process.env.HOSTILE_REQUESTS ?? 1500);
const SEED = Number(process.env.HOSTILE_SEED ?? 1);
/** Heap of each process [MB], as in a small container: what is kept beyond it ends the process. */
const MAX_HEAP = 384;
/** What caches and the allocator may keep [MB]. */
const MAX_GROWTH = 250;
/** Longest error answer [bytes]: a problem with bounded texts. */
const MAX_ERROR = 200_000;

/** Resident memory of a process [MB]. */
const residentMemory = ({ pid }: Process): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;

describe(`${REQUESTS} hostile requests`, () => {
  let stack: Stack;
  let processes: Process[];
  beforeAll(async () => {
    const NODE_OPTIONS = `--max-old-space-size=${MAX_HEAP}`;
    stack = await Stack.start({
      env: { LOG_LEVEL: 'warn', TASK_TIMEOUT: '20', MAX_BODY_SIZE: '4000000', NODE_OPTIONS },
    });
    processes = [stack.gateways[0].process, ...stack.workers];
  });
  afterAll(() => stack?.stop());

  it('never cause a server error, end a process or leave memory behind', { timeout: 900_000 }, async () => {
    const campaign = (requests: number, seed: number) => runCampaign({ url: stack.url, operations, requests, seed });
    await campaign(Math.min(REQUESTS, 1000), SEED);
    const before = processes.map(residentMemory);
    const { statuses, failures, longestError } = await campaign(REQUESTS, SEED + 1);
    await call(`${stack.url}/workers/resume`, 'POST', {});
    console.log(JSON.stringify({ statuses, longestError, before, after: processes.map(residentMemory) }));

    expect(failures).toEqual([]);
    const faults = processes.flatMap(({ log }) =>
      log.split('\n').filter((line) => /"level":"error"|INTERNAL_ERROR/.test(line)),
    );
    expect(faults.slice(0, 5)).toEqual([]);
    expect(processes.map(({ running }) => running)).toEqual(processes.map(() => true));
    expect(longestError).toBeLessThan(MAX_ERROR);
    expect(Math.max(...processes.flatMap(({ log }) => log.split('\n').map((line) => line.length)))).toBeLessThan(
      20_000,
    );
    const candidate = { source: 'KEPLER', period: 9.488, radius: 2.26 };
    expect((await call(`${stack.url}/predict?wait=30`, 'POST', candidate)).body.status).toBe('completed');
    await until(
      'memory to be flat',
      () => Promise.resolve(processes.every((one, i) => residentMemory(one) < before[i] + MAX_GROWTH)),
      { seconds: 30 },
    );
  });
});
