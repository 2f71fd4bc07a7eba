// Measures a catalogue of many rows from upload to sorted, filtered pages.
// usage: node tools/bench/catalogs/measure-catalogs.mjs [rows, 1000000 by default]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../load/drive.mjs';
import { System } from '../system/system.mjs';
import { madeTable } from './made-table.mjs';

const PAGES = [
  'sort=-probability&filter=prediction:eq:likely_planet',
  'sort=-period&filter=probability:gt:0.5',
  'sort=extra_3&filter=extra_7:lt:100&filter=prediction:eq:undecided',
];
const ROUNDS = 7;
const SAMPLE_MS = 100;

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'catalogs-'));
process.env.CATALOG_STORE = folder;
const system = await System.start();
try {
  const peak = { gateway: 0, worker: 0 };
  const sampling = setInterval(() => {
    peak.gateway = Math.max(peak.gateway, system.gateway.child.residentMb);
    peak.worker = Math.max(peak.worker, system.workers[0].child.residentMb);
  }, SAMPLE_MS);
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const response = await fetch(`${system.url}/catalogs?explain=none&name=made.csv`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.from(madeTable(rows)),
    duplex: 'half',
  });
  const { catalog_id: id } = /** @type {{ catalog_id: string }} */ (await response.json());
  console.log(`uploaded after ${seconds()} s`);
  for (let state = ''; state !== 'completed'; await delay(500)) {
    const catalog = /** @type {{ state: string, error: unknown }} */ (
      await (await fetch(`${system.url}/catalogs/${id}`)).json()
    );
    if (catalog.state !== state) console.log(`${catalog.state} after ${seconds()} s`);
    state = catalog.state;
    if (state === 'failed') throw new Error(JSON.stringify(catalog.error));
  }
  for (const query of PAGES) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      const asked = performance.now();
      // Another value each time, so that the count is not remembered.
      await (await fetch(`${system.url}/catalogs/${id}/rows?limit=100&${query}&filter=line:gt:${round}`)).json();
      times.push(performance.now() - asked);
    }
    console.log(`${query}: ${median(times).toFixed(0)} ms`);
  }
  const exported = performance.now();
  const { body } = await fetch(`${system.url}/catalogs/${id}/export`);
  let bytes = 0;
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (body)))
    bytes += chunk.length;
  console.log(`exported ${(bytes / 1e6).toFixed(0)} MB in ${((performance.now() - exported) / 1000).toFixed(1)} s`);
  clearInterval(sampling);
  console.log(`peak memory: gateway ${peak.gateway.toFixed(0)} MB, worker ${peak.worker.toFixed(0)} MB`);
} finally {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
}
