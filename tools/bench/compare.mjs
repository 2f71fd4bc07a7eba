// Compares two checkouts: the benchmarks run in each of them in turns, and the medians are compared.
// usage: node tools/bench/compare.mjs OTHER_CHECKOUT [--rounds 5] [--seconds S] [benchmark...]
// Both checkouts must be built. Benchmarks that need a peer are left out unless PEER_STACK is set.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '../build/aliases.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } },
});
const [other, ...benchmarks] = positionals;
if (!other) {
  console.error('usage: node tools/bench/compare.mjs OTHER_CHECKOUT [--rounds 5] [--seconds S] [benchmark...]');
  process.exit(2);
}

/** @type {Map<string, { unit: string, before: number[], after: number[] }>} */
const rows = new Map();
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const [side, folder] of /** @type {const} */ ([
    ['before', resolve(other)],
    ['after', workspaceRoot],
  ])) {
    process.stderr.write(`round ${round}, ${side} ...\n`);
    for (const { name, value, unit } of measure(folder)) {
      const row = rows.get(name) ?? { unit, before: [], after: [] };
      row[side].push(value);
      rows.set(name, row);
    }
  }
}

console.log(
  '| benchmark | before | after | after / before | runs before | runs after |\n| --- | --- | --- | --- | --- | --- |',
);
for (const [name, { unit, before, after }] of rows) {
  const [old, now] = [median(before), median(after)];
  console.log(
    `| ${name} | ${old} ${unit} | ${now} ${unit} | ${(now / old).toFixed(2)} | ${before.join(', ')} | ${after.join(', ')} |`,
  );
}

/**
 * One run of a checkout's own benchmark: the measured cell of every row, and every processor time of its notes.
 * @param {string} folder
 * @returns {{ name: string, value: number, unit: string }[]}
 */
function measure(folder) {
  const run = spawnSync(
    'node',
    ['tools/bench/bench.mjs', '--seconds', options.seconds, '--rounds', '1', ...benchmarks],
    {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (run.status !== 0) throw new Error(`the benchmark in ${folder} ended with ${run.status ?? run.signal}`);
  const found = [];
  for (const line of run.stdout.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const measured = cells.length > 5 ? /^([\d,.]+) ?(.*)$/.exec(cells[4]) : null;
    if (measured) found.push({ name: cells[1], value: Number(measured[1].replaceAll(',', '')), unit: measured[2] });
    for (const [, what, times] of line.matchAll(/([^;]+?), processor time a \w+: ([^;]+)/g))
      for (const [, program, microseconds] of times.matchAll(/(\w+) ([\d.]+) µs/g))
        found.push({ name: `${what.trim()}: processor time, ${program}`, value: Number(microseconds), unit: 'µs' });
  }
  return found;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
