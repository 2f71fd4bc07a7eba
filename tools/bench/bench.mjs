// How fast the built system is. Each benchmark stands beside a floor or a peer that is measured in the same run.
// usage: node tools/bench/bench.mjs [--peer FOLDER] [--seconds S] [--rounds N] [benchmark...]
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { againstThePeer } from './benchmarks/against-the-peer.mjs';
import { explainedAnswers } from './benchmarks/explained-answers.mjs';
import { largeBatches, multimodal } from './benchmarks/large-batches.mjs';
import { loopLag } from './benchmarks/loop-lag.mjs';
import { manyClients } from './benchmarks/many-clients.mjs';
import { oneClient } from './benchmarks/one-client.mjs';
import { projection } from './benchmarks/projection.mjs';
import { rateLimit } from './benchmarks/rate-limit.mjs';
import { roundTrips } from './benchmarks/round-trips.mjs';
import { startAndMemory } from './benchmarks/start-and-memory.mjs';
import { twoWorkers } from './benchmarks/two-workers.mjs';
import { System } from './system/system.mjs';
import { table } from './table.mjs';

/**
 * In this order: start-up is measured before the load, so that nothing else runs at the same time.
 * @type {Record<string, import('./context.mjs').Benchmark>}
 */
const benchmarks = {
  start: startAndMemory,
  single: oneClient,
  clients: manyClients,
  peer: againstThePeer,
  explained: explainedAnswers,
  batch: largeBatches,
  multimodal,
  lag: loopLag,
  trips: roundTrips,
  workers: twoWorkers,
  limit: rateLimit,
  projection,
};

const { values: options, positionals } = parseOrExit();
const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
/** @type {string[]} */
const notes = [];
/** @type {Promise<System> | undefined} */
let started;
/** @type {import('./context.mjs').Context} */
const context = {
  seconds: Number(options.seconds),
  rounds: Number(options.rounds),
  peerFolder: options.peer ?? process.env.PEER_STACK,
  system: () => (started ??= System.start()),
  note: (text) => void notes.push(text),
};

const rows = [];
try {
  for (const name of chosen) {
    process.stderr.write(`${name} ...\n`);
    rows.push(...(await benchmarks[name](context)));
  }
} finally {
  await (await started)?.stop();
}
const load = loadavg()[0].toFixed(1);
console.log(
  `\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model}, load ${load}\n`,
);
console.log(table(rows));
for (const note of notes) console.log(`\n${note}`);

function parseOrExit() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        peer: { type: 'string' },
        seconds: { type: 'string', default: '2' },
        rounds: { type: 'string', default: '3' },
      },
    });
    const unknown = parsed.positionals.find((name) => !benchmarks[name]);
    if (unknown !== undefined) throw new Error(`there is no benchmark "${unknown}"`);
    return parsed;
  } catch (error) {
    const usage = `usage: node tools/bench/bench.mjs [--peer FOLDER] [--seconds S] [--rounds N] [benchmark...]
benchmarks: ${Object.keys(benchmarks).join(', ')}`;
    console.error(`${/** @type {Error} */ (error).message}\n${usage}`);
    process.exit(2);
  }
}
