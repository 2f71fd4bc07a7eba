import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../src/http';
import { Stack } from '../src/stack';
import { syntheticCurve } from '../src/synthetic-curve';

const MEBIBYTE = 2 ** 20;
/** Resident memory of a worker while it reads two of them at a time [bytes]: half of what the compose file allows. */
const MAX_RESIDENT = 1024 * MEBIBYTE;

interface Task {
  task_id: string;
  status: string;
  attempts: number;
  error: { code: string; message: string } | null;
}

const repeated = (text: string, mebibytes: number) =>
  new Uint8Array(gzipSync(Buffer.alloc(mebibytes * MEBIBYTE, text), { level: 1 }));

/** Each is some 100 kB to send and a hundred times as much to read. */
const uploads: [name: string, bytes: () => Uint8Array<ArrayBuffer>][] = [
  ['brackets.json.gz', () => repeated('[', 250)],
  ['lists.json.gz', () => repeated('[],', 40)],
  ['commas.csv.gz', () => repeated(',', 120)],
  ['comments.csv.gz', () => repeated('#\r', 120)],
  ['zeros.csv.gz', () => repeated('0,0\n', 120)],
];

describe('a worker that is sent hostile uploads', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start();
  });
  afterAll(() => stack?.stop());

  it('fails each with its reason at the first attempt, keeps its memory, and reads the next curve', async () => {
    const [worker] = stack.workers;
    let peak = 0;
    const timer = setInterval(() => {
      const pages = /^\d+ (\d+)/.exec(readFileSync(`/proc/${worker.pid}/statm`, 'utf8'))![1];
      peak = Math.max(peak, Number(pages) * 4096);
    }, 20);
    const tasks = await Promise.all(
      uploads.map(async ([name, bytes]) => {
        const form = new FormData();
        form.append('files', new Blob([bytes()]), name);
        const response = await fetch(`${stack.url}/light-curves?wait=60`, { method: 'POST', body: form });
        return (await response.json()) as Task;
      }),
    );
    const curve = await call<Task>(`${stack.url}/light-curves?wait=60`, 'POST', {
      ...syntheticCurve({ days: 30, noise: 100, planet: { period: 3.5, epoch: 1, depth: 2000, duration: 3 } }),
    });
    clearInterval(timer);
    expect(tasks.map(({ status, attempts, error }) => [status, attempts, error?.code])).toEqual(
      uploads.map(() => ['failed', 1, 'LIGHT_CURVE_INVALID']),
    );
    tasks.forEach(({ error }, index) => {
      expect(error!.message).toContain(uploads[index][0]);
      expect(error!.message.length).toBeLessThan(500);
    });
    expect(curve.body.status).toBe('completed');
    expect(worker.running).toBe(true);
    expect(peak).toBeLessThan(MAX_RESIDENT);
  });
});
