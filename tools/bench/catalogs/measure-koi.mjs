// Measures how soon an archive's table is ranked and exported: from the upload to the first page of ranked rows, and to the end
// of an export. The first round includes what a gateway and a worker load on first use.
// usage: node tools/bench/catalogs/measure-koi.mjs TABLE.csv[.gz] [rounds, 5 by default]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { System } from '../system/system.mjs';

const [, , path, rounds = '5'] = process.argv;
if (!path) throw new Error('usage: measure-koi.mjs TABLE.csv[.gz] [rounds]');
const file = readFileSync(path);
const table = path.endsWith('.gz') ? gunzipSync(file) : file;
const folder = mkdtempSync(join(tmpdir(), 'catalogs-'));
process.env.CATALOG_STORE = folder;
const system = await System.start();
try {
  for (let round = 1; round <= Number(rounds); round++) console.log(`round ${round}: ${inWords(await measure())}`);
} finally {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds from the beginning of one upload, and processor time of each part. */
async function measure() {
  const before = system.cpu();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const accepted = await fetch(`${system.url}/catalogs?explain=none`, { method: 'POST', body: table });
  const { catalog_id: id } = /** @type {{ catalog_id: string }} */ (await accepted.json());
  const uploaded = seconds();
  let rows = 0;
  for (let ranked = false; !ranked; await delay(10)) {
    const response = await fetch(`${system.url}/catalogs/${id}/rows?limit=100`);
    if (response.status === 409) continue;
    const page = /** @type {{ total: number, rows: { rank: number | null }[] }} */ (await response.json());
    ranked = page.rows[0]?.rank === 1;
    rows = page.total;
  }
  const firstPage = seconds();
  for (let state = ''; state !== 'completed'; await delay(10))
    ({ state } = /** @type {{ state: string }} */ (await (await fetch(`${system.url}/catalogs/${id}`)).json()));
  const exported = await (await fetch(`${system.url}/catalogs/${id}/export`)).text();
  const whole = seconds();
  const after = system.cpu();
  return {
    rows,
    uploaded,
    firstPage,
    whole,
    bytes: exported.length,
    gateway: after.gateway - before.gateway,
    worker: after.workers - before.workers,
  };
}

/** @param {Awaited<ReturnType<typeof measure>>} found */
function inWords({ rows, uploaded, firstPage, whole, bytes, gateway, worker }) {
  return (
    `${rows} rows uploaded after ${uploaded.toFixed(2)} s, first ranked page after ${firstPage.toFixed(2)} s, ` +
    `exported (${(bytes / 1e6).toFixed(1)} MB) after ${whole.toFixed(2)} s; processor: gateway ${gateway.toFixed(0)} ms, worker ${worker.toFixed(0)} ms`
  );
}
