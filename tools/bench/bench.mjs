// How fast the built system is, each work beside a floor or a peer that is measured in the same run.
// usage: node tools/bench/bench.mjs [--peer FOLDER] [--seconds S] [--rounds N] [work...]
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { System } from './system/system.mjs';
import { table } from './table.mjs';
import { againstThePeer } from './works/against-the-peer.mjs';
import { largeBatches, multimodal } from './works/large-batches.mjs';
import { loopLag } from './works/loop-lag.mjs';
import { manyClients } from './works/many-clients.mjs';
import { onPaper } from './works/on-paper.mjs';
import { oneClient } from './works/one-client.mjs';
import { roundTrips } from './works/round-trips.mjs';
import { startAndMemory } from './works/start-and-memory.mjs';
import { twoWorkers } from './works/two-workers.mjs';

/** In this order: a start that is measured comes before the load, so that nothing else runs beside it. */
const works = {
  start: startAndMemory,
  single: oneClient,
  clients: manyClients,
  peer: againstThePeer,
  batch: largeBatches,
  multimodal,
  lag: loopLag,
  trips: roundTrips,
  workers: twoWorkers,
  paper: onPaper,
};

const { values: options, positionals } = parseOrExit();
const chosen = positionals.length > 0 ? positionals : Object.keys(works);
const notes = [];
let started;
const context = {
  seconds: Number(options.seconds),
  rounds: Number(options.rounds),
  peerFolder: options.peer ?? process.env.PEER_STACK,
  /** The system that most works share; the first one starts it. */
  system: () => (started ??= System.start()),
  note: (text) => notes.push(text),
};

const rows = [];
try {
  for (const name of chosen) {
    process.stderr.write(`${name} ...\n`);
    rows.push(...(await works[name](context)));
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
    const unknown = parsed.positionals.find((name) => !works[name]);
    if (unknown !== undefined) throw new Error(`there is no work "${unknown}"`);
    return parsed;
  } catch (error) {
    console.error(
      `${error.message}\nusage: node tools/bench/bench.mjs [--peer FOLDER] [--seconds S] [--rounds N] [work...]\nworks: ${Object.keys(works).join(', ')}`,
    );
    process.exit(2);
  }
}
