// Measures a catalogue of many rows: from its upload to sorted, filtered pages, columns and an export, and the memory of each program.
// usage: node tools/bench/catalogs/measure-catalogs.mjs [rows, 1000000 by default] [workers, 1 by default]
// With CATALOG_STORE=FOLDER the catalogue stays there, and CATALOG_ID=ID measures one that is there already.
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
  'sort=-match,rank&filter=match:missing:false',
];
const ROUNDS = 7;
const SAMPLE_MS = 100;
/** Columns that each of several pages of the console asks for at the same time. */
const COLUMNS = 'probability,prediction,period,depth,radius,in_distribution,match,id';
const READERS = 3;
const EXPORTS = ['format=csv', 'format=csv&sort=-period', 'format=parquet'];

const rows = Number(process.argv[2] ?? 1_000_000);
const workers = Number(process.argv[3] ?? 1);
const folder = process.env.CATALOG_STORE ?? mkdtempSync(join(tmpdir(), 'catalogs-'));
const isKept = process.env.CATALOG_STORE !== undefined;
process.env.CATALOG_STORE = folder;
const system = await System.start({ workers });
const start = performance.now();
const seconds = (/** @type {number} */ since) => ((performance.now() - since) / 1000).toFixed(1);
const sampling = sampleMemory();
try {
  const id = process.env.CATALOG_ID ?? (await uploadTable());
  await untilCompleted(id);
  await measurePages(id);
  sampling.print('pages');
  await measureColumns(id);
  sampling.print('columns');
  for (const query of EXPORTS) {
    await measureExport(id, query);
    sampling.print(`export?${query}`);
  }
} finally {
  sampling.stop();
  await system.stop();
  if (!isKept) rmSync(folder, { recursive: true, force: true });
}

/** The peak of each program with all that it started, stage by stage. */
function sampleMemory() {
  /** @type {Map<string, number>} */
  const peaks = new Map();
  const timer = setInterval(() => {
    for (const { child } of [system.gateway, ...system.workers])
      peaks.set(child.name, Math.max(peaks.get(child.name) ?? 0, child.residentMbOfTree));
  }, SAMPLE_MS);
  const print = (/** @type {string} */ stage) => {
    const texts = [...peaks].map(([name, peak]) => `${name} ${peak.toFixed(0)} MB`);
    console.log(`peak memory, ${stage}: ${texts.join(', ')}`);
    peaks.clear();
  };
  return { print, stop: () => clearInterval(timer) };
}

/** Returns the id of the catalogue. */
async function uploadTable() {
  const response = await fetch(`${system.url}/catalogs?explain=none&name=made.csv`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.from(madeTable(rows)),
    duplex: 'half',
  });
  if (response.status !== 202) throw new Error(await response.text());
  const { catalog_id: id } = /** @type {{ catalog_id: string }} */ (await response.json());
  console.log(`${id}: ${rows} rows uploaded after ${seconds(start)} s`);
  return id;
}

/** @param {string} id */
async function untilCompleted(id) {
  for (let state = ''; state !== 'completed'; await delay(500)) {
    const catalog = /** @type {{ state: string, error: unknown }} */ (
      await (await fetch(`${system.url}/catalogs/${id}`)).json()
    );
    if (catalog.state !== state) {
      if (state) sampling.print(state);
      console.log(`${catalog.state} after ${seconds(start)} s`);
    }
    state = catalog.state;
    if (state === 'failed') throw new Error(JSON.stringify(catalog.error));
  }
}

/** @param {string} id */
async function measurePages(id) {
  for (const query of PAGES) {
    const times = [];
    let total = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const asked = performance.now();
      // Another value each time, so that the count is not remembered.
      const response = await fetch(`${system.url}/catalogs/${id}/rows?limit=100&${query}&filter=line:gt:${round}`);
      if (!response.ok) throw new Error(await response.text());
      const page = await response.json();
      ({ total } = /** @type {{ total: number }} */ (page));
      times.push(performance.now() - asked);
    }
    console.log(`${query}: ${median(times).toFixed(0)} ms a page of ${total} rows`);
  }
}

/** Whole columns, asked for by one reader, then by several at once; and a page while they are read. @param {string} id */
async function measureColumns(id) {
  const read = async () => {
    const response = await fetch(`${system.url}/catalogs/${id}/columns?names=${COLUMNS}`);
    const { byteLength } = await response.arrayBuffer();
    return `${response.status} ${(byteLength / 1e6).toFixed(0)} MB`;
  };
  for (const readers of [1, READERS]) {
    const asked = performance.now();
    const neighbour = delay(500).then(() => fetch(`${system.url}/catalogs/${id}/rows?limit=10`));
    const answers = await Promise.all(Array.from({ length: readers }, read));
    console.log(
      `columns for ${readers}: ${answers.join(', ')} after ${seconds(asked)} s; a page meanwhile: ${(await neighbour).status}`,
    );
  }
}

/** @param {string} id @param {string} query */
async function measureExport(id, query) {
  const asked = performance.now();
  const { body } = await fetch(`${system.url}/catalogs/${id}/export?${query}`);
  let bytes = 0;
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (body)))
    bytes += chunk.length;
  console.log(`exported ${(bytes / 1e6).toFixed(0)} MB in ${seconds(asked)} s`);
}
