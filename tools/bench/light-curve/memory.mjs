// A worker's memory while it vets 17 Kepler quarters and ten TESS sectors, as the kernel counts it from outside (Linux).
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/memory.mjs BASE PID   (a running server and its worker's process id)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataFolder } from './data.mjs';

const REQUIRED_MB = 500;
const [base, pid] = process.argv.slice(2);
if (!base || !pid) {
  console.error('usage: memory.mjs BASE PID');
  process.exit(2);
}
const folder = join(dataFolder(), 'light_curves');
const SECTOR = { days: 27.4, count: 10 };

/** One real sector ten times in a row, as one CSV file. */
function tenSectors() {
  const [file] = readdirSync(join(folder, 'tess_2min')).filter((name) => name.startsWith('tic_'));
  const rows = gunzipSync(readFileSync(join(folder, 'tess_2min', file)))
    .toString()
    .trim()
    .split('\n')
    .slice(1);
  const shifted = Array.from({ length: SECTOR.count }, (_, sector) =>
    rows.map((row) => {
      const [time, ...rest] = row.split(',');
      return [(Number(time) + sector * SECTOR.days).toFixed(6), ...rest].join(',');
    }),
  );
  return new Blob([['time_btjd,flux,flux_err', ...shifted.flat()].join('\n')]);
}

/**
 * @typedef {{ task_id?: string, status: string, result?: { points: number, detections: { period: { value: number } }[] } }} Task
 * @param {Promise<Response>} response @returns {Promise<Task>}
 */
async function answerOf(response) {
  return /** @type {Task} */ (await (await response).json());
}

const quarters = readdirSync(join(folder, 'fits')).filter((name) => name.startsWith('kplr010797460'));
/** @type {Record<string, [Blob, string][]>} */
const bodies = {
  '17 Kepler quarters': quarters.map((name) => [new Blob([readFileSync(join(folder, 'fits', name))]), name]),
  'ten TESS sectors': [[tenSectors(), 'ten-sectors.csv']],
};
let reached = true;
/** @type {Record<string, object>} */
const table = {};
for (const [name, files] of Object.entries(bodies)) {
  // Begins the kernel's count of the highest resident memory anew.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const form = new FormData();
  for (const [blob, file] of files) form.append('files', blob, file);
  if (name.includes('TESS')) form.append('source', 'TESS');
  let task = await answerOf(fetch(`${base}/light-curves`, { method: 'POST', body: form }));
  while (!['completed', 'failed', 'cancelled'].includes(task.status)) {
    if (!task.task_id) throw new Error(JSON.stringify(task));
    await new Promise((resolve) => setTimeout(resolve, 500));
    task = await answerOf(fetch(`${base}/tasks/${task.task_id}`));
  }
  const kilobytes = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const megabytes = kilobytes / 1024;
  const periods = task.result?.detections.map(({ period }) => period.value.toFixed(4)).join(', ');
  table[name] = { status: task.status, points: task.result?.points, 'MB at most': megabytes.toFixed(0), periods };
  reached &&= task.status === 'completed' && megabytes <= REQUIRED_MB;
}
console.table(table);
process.exit(reached ? 0 : 1);
