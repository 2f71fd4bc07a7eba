import { setTimeout as delay } from 'node:timers/promises';
import { syntheticCurve } from '../synthetic-curve';
import type { Ledger } from './ledger';

/** Work that a client asks for. */
export interface Work {
  path: string;
  body: string;
}

const candidate = (index: number) => ({
  id: `C${index}`,
  source: index % 2 ? 'KEPLER' : 'TESS',
  period: 1 + (index % 997) / 10,
  radius: 1 + (index % 31) / 4,
  depth: 100 + (index % 211) * 9,
  duration: 2 + (index % 13) / 5,
  snr: 12,
});

const predict = (index: number): Work => ({ path: '/predict', body: JSON.stringify(candidate(index)) });
const explained = (index: number): Work => ({
  path: '/predict?explain=true&uncertainty=true',
  body: JSON.stringify(candidate(index)),
});
const rows = (index: number, count: number) =>
  JSON.stringify({ predictions: Array.from({ length: count }, (_, row) => candidate(index + row)) });
const batch = (index: number): Work => ({ path: '/predict/batch', body: rows(index, 40) });
/** Rows with everything that can be asked for. @param wait for the result [s] */
export const explainedBatch = (index: number, count: number, wait = 0): Work => ({
  path: `/predict/batch?explain=true&uncertainty=true${wait ? `&wait=${wait}` : ''}`,
  body: rows(index, count),
});

const star = syntheticCurve({ days: 30, noise: 150, planet: { period: 3.7, epoch: 133.2, duration: 3, depth: 1500 } });
const curveBody = JSON.stringify({ ...star, time_system: 'BKJD', source: 'KEPLER', max_planets: 1 });
/** A light curve of 30 days: about a second of one core. */
export const curve = (): Work => ({ path: '/light-curves', body: curveBody });

/** Four years of data with ten planets to look for: its search takes minutes. */
export function endlessCurve(): Work {
  const star = syntheticCurve({ days: 1400, noise: 200, planet: { period: 31, epoch: 140, duration: 4, depth: 1000 } });
  return {
    path: '/light-curves',
    body: JSON.stringify({ ...star, time_system: 'BKJD', source: 'KEPLER', max_planets: 10 }),
  };
}

/** What people ask for: mostly single rows, every tenth of them explained, some batches, and now and then a light curve. */
function mixedWork(index: number): Work {
  if (index % 400 === 200) return curve();
  if (index % 50 === 25) return batch(index);
  return index % 10 === 5 ? explained(index) : predict(index);
}

export const explainedRows = explained;

export interface LoadOptions {
  /** Address of the gateway for the next attempt. */
  target: () => string;
  count: number;
  work?: (index: number) => Work;
  /** Requests that start in a second. @default as fast as the clients go */
  rate?: number;
  /** @default 32 */
  clients?: number;
  /** Repeats what was not answered, or answered with 5xx, under one Idempotency-Key until it is accepted. @default false */
  retries?: boolean;
  /** Called with the time of each answer [ms]. */
  onAnswer?: (milliseconds: number, isAccepted: boolean) => void;
  signal?: AbortSignal;
}

/** Pause of a client whose request was refused or not answered [ms]. */
const PAUSE = 100;

/** Submits work and enters every answer into the ledger. */
export async function submit(ledger: Ledger, options: LoadOptions): Promise<void> {
  const { count, work = mixedWork, rate = Infinity, clients = 32, signal } = options;
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (next < count && !signal?.aborted) {
      const index = next++;
      const early = (index / rate) * 1000 - (performance.now() - started);
      if (early > 0) await delay(early);
      await submitOne(ledger, index, work(index), options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(clients, count) }, client));
}

async function submitOne(
  ledger: Ledger,
  index: number,
  { path, body }: Work,
  { target, retries, onAnswer }: LoadOptions,
): Promise<void> {
  const key = retries ? `${ledger.name}-${index}` : undefined;
  for (;;) {
    const asked = performance.now();
    const answer = await post(`${target()}${path}`, body, key);
    onAnswer?.(performance.now() - asked, answer.id !== undefined);
    if (answer.id !== undefined) return ledger.accept(answer.id, key);
    if (!retries) ledger.refuse(answer.refusal);
    await delay(PAUSE);
    if (!retries) return;
  }
}

type Answer = { id: string; refusal?: undefined } | { id?: undefined; refusal: string };

async function post(url: string, body: string, key: string | undefined): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) };
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60_000) });
    const read = (await response.json()) as { task_id?: string; code?: string };
    return response.ok && read.task_id !== undefined
      ? { id: read.task_id }
      : { refusal: read.code ?? String(response.status) };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return { refusal: `NO_ANSWER (${cause?.code ?? name})` };
  }
}
