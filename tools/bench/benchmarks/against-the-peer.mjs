import { freePort } from '../../dev/free-port.mjs';
import { Child } from '../child.mjs';
import { candidates } from '../load/candidates.mjs';
import { median } from '../load/drive.mjs';
import { submitAndPoll } from '../load/submit-and-poll.mjs';
import { wrk, wrkIsInstalled } from '../load/wrk.mjs';
import { Peer } from '../system/peer.mjs';
import { count, rate, row, times } from '../table.mjs';

/**
 * What both systems do; `run` returns how many pieces were done, and how many a second.
 * @typedef {object} Work
 * @property {string} work
 * @property {number} minRatio of the processor times
 * @property {'wrk' | 'Node client'} load
 * @property {string} piece
 * @property {number} warmUp pieces before the first measurement: a program in Node is compiled while it runs
 * @property {(side: Side, seconds: number) => Promise<{ pieces: number, perSecond: number }>} run
 */
/** @typedef {{ url: string, path: string, cpuMs: () => number }} Side path: of a synchronous prediction */
/** @typedef {{ cost: number, perSecond: number }} Figures cost: processor time of all servers [µs a piece] */

/** @type {Work} */
const synchronous = {
  work: 'a prediction that is waited for, 32 clients',
  minRatio: 6,
  load: 'wrk',
  piece: 'request',
  warmUp: 10_000,
  async run({ url, path }, seconds) {
    const { requests, perSecond } = await wrk(url + path, { clients: 32, seconds, bodies: candidates(1000) });
    return { pieces: requests, perSecond };
  },
};

/** @type {Work} */
const singleTasks = {
  work: 'POST /predict + GET /tasks/{id}, 4,000 tasks of 32 clients',
  minRatio: 8,
  load: 'Node client',
  piece: 'task',
  warmUp: 4000,
  async run({ url }) {
    const load = { clients: 32, path: '/predict', bodies: candidates(1000), tasks: 4000 };
    return { pieces: load.tasks, ...(await submitAndPoll(url, load)) };
  },
};

/** Rows until the code for batches is compiled: a run of 15,000 lasts a quarter of a second. */
const BATCH_WARM_UP = 60_000;

/** @param {number} size @param {number} total @param {number} minRatio @returns {Work} */
const batches = (size, total, minRatio) => ({
  work: `POST /predict/batch + GET /tasks/{id}, ${count(total)} rows in batches of ${count(size)}`,
  minRatio,
  load: 'Node client',
  piece: 'row',
  warmUp: BATCH_WARM_UP,
  async run({ url }) {
    const bodies = Array.from({ length: 8 }, (_, seed) => ({ predictions: candidates(size, seed + 1) }));
    const load = { clients: 8, path: '/predict/batch', bodies, tasks: total / size };
    const { perSecond } = await submitAndPoll(url, load);
    return { pieces: total, perSecond: perSecond * size };
  },
});

const WORKS = [synchronous, singleTasks, batches(100, 15_000, 5), batches(1000, 60_000, 4.5)];

/**
 * Processor time of all servers (gateway, workers, Redis; the peer's likewise) for the same work, in turns: what a user
 * pays. Throughput stands beside it; on a small machine the load generator limits it.
 * @type {import('../context.mjs').Benchmark}
 */
export async function againstThePeer({ system, peerFolder, rounds, seconds, note }) {
  if (!peerFolder) return WORKS.map((work) => row({ ...title(work), why: 'PEER_STACK is not set' }));
  const hasWrk = wrkIsInstalled();
  const peer = await Peer.start(peerFolder);
  try {
    const running = await system();
    /** @type {Side} */
    const ours = { url: running.url, path: '/predict?wait=5', cpuMs: () => sum(running.cpu()) };
    /** @type {Side} */
    const theirs = { url: peer.url, path: '/predict/sync', cpuMs: () => peer.cpuMs };
    const rows = [];
    for (const work of WORKS) {
      if (work.load === 'wrk' && !hasWrk) {
        rows.push(row({ ...title(work), why: 'wrk is not installed' }));
        continue;
      }
      const figures = (/** @type {Side} */ side) => figuresOf(work, side, seconds);
      for (let done = 0; done < work.warmUp;) done += (await work.run(ours, seconds)).pieces;
      await work.run(theirs, seconds);
      const found = [];
      for (let round = 0; round < rounds; round++)
        found.push({ theirs: await figures(theirs), ours: await figures(ours) });
      rows.push(compared(work, found));
      note(throughputs(work, found));
    }
    note(await ceilings(seconds, hasWrk));
    return rows;
  } finally {
    await peer.stop();
  }
}

/** @param {Work} work */
const title = ({ work, minRatio }) => ({ work, beside: 'peer stack', required: `≥ ${minRatio} × less processor time` });

/** @param {Work} work @param {Side} side @param {number} seconds @returns {Promise<Figures>} */
async function figuresOf(work, side, seconds) {
  const before = side.cpuMs();
  const { pieces, perSecond } = await work.run(side, seconds);
  return { cost: (1000 * (side.cpuMs() - before)) / pieces, perSecond };
}

/** @param {Work} work @param {{ theirs: Figures, ours: Figures }[]} found */
function compared(work, found) {
  const ratio = median(found.map(({ theirs, ours }) => theirs.cost / ours.cost));
  const cost = (/** @type {'theirs' | 'ours'} */ side) =>
    `${median(found.map((round) => round[side].cost)).toFixed(1)} µs`;
  return row({
    ...title(work),
    floor: cost('theirs'),
    measured: cost('ours'),
    ratio: times(ratio),
    reached: ratio >= work.minRatio,
  });
}

/** @param {Work} work @param {{ theirs: Figures, ours: Figures }[]} found */
function throughputs({ work, load, piece }, found) {
  const [theirs, ours] = /** @type {const} */ (['theirs', 'ours']).map((side) =>
    median(found.map((round) => round[side].perSecond)),
  );
  const ratios = found.map((round) => times(round.theirs.cost / round.ours.cost)).join(', ');
  return `${work}: ${rate(ours)} (${piece}s) beside ${rate(theirs)}, ${times(ours / theirs)}, load from ${load}; ratios of processor time by round ${ratios}`;
}

/** What each load generator reaches against a server that answers the same bytes to every request. @param {number} seconds @param {boolean} hasWrk */
async function ceilings(seconds, hasWrk) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = new URL('../floors/constant-answer.program.mjs', import.meta.url).pathname;
  const child = Child.node('constant answer', [program, String(port)]);
  try {
    await child.until('to listen', async () => (await fetch(url)).ok);
    const found = [];
    for (const work of WORKS) {
      if (work.load === 'wrk' && !hasWrk) continue;
      const side = { url, path: '/predict', cpuMs: () => 0 };
      await work.run(side, seconds);
      found.push(`${work.work} ${rate((await work.run(side, seconds)).perSecond)} (${work.piece}s)`);
    }
    return `ceilings of the load generators, against a constant answer: ${found.join('; ')}`;
  } finally {
    await child.stop();
  }
}

/** @param {import('../system/costs.mjs').Costs} costs */
const sum = ({ gateway, workers, redis }) => gateway + workers + redis;
