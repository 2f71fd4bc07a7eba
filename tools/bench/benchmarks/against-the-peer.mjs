import { measureInTurns } from '../load/in-turns.mjs';
import { Peer } from '../system/peer.mjs';
import { count, rate, row, times } from '../table.mjs';

/** Numbers of requests for `load.mjs`: enough work for about a second on either side. */
const SIZES = { peer: { singles: 600, batches: 100 }, ours: { singles: 5000, batches: 800 } };

/** @typedef {{ singles: number, batches: number }} Sizes */

const singleTasks = {
  work: 'POST /predict + GET /tasks/{id}, 32 clients',
  minRatio: 8,
  only: (/** @type {Sizes} */ { singles }) => ({ sync: 0, singles, batches: 1 }),
  figure: (/** @type {import('../system/peer.mjs').LoadFigures} */ figures) => figures.task_per_s,
  format: rate,
};

const hundredRows = {
  work: 'POST /predict/batch, 100 rows',
  minRatio: 6,
  only: (/** @type {Sizes} */ { batches }) => ({ sync: 0, singles: 1, batches }),
  figure: (/** @type {import('../system/peer.mjs').LoadFigures} */ figures) => figures.batch_rows_per_s,
  format: count,
};

/** Tasks that are submitted and polled until they are done, with the peer's own load generator on both systems. @type {import('../context.mjs').Benchmark} */
export async function againstThePeer({ system, peerFolder, rounds }) {
  const works = [singleTasks, hundredRows];
  const title = (/** @type {typeof singleTasks} */ { work, minRatio }) => ({
    work,
    beside: 'peer stack',
    required: `≥ ${minRatio} ×`,
  });
  if (!peerFolder) return works.map((work) => row({ ...title(work), why: 'PEER_STACK is not set' }));
  const peer = await Peer.start(peerFolder);
  try {
    const { url } = await system();
    const rows = [];
    for (const work of works) {
      const { minRatio, only, figure, format } = work;
      const ours = async () => figure(await peer.load(url, only(SIZES.ours)));
      await ours();
      const found = await measureInTurns(rounds, async () => figure(await peer.load(peer.url, only(SIZES.peer))), ours);
      rows.push(
        row({
          ...title(work),
          floor: format(found.floor),
          measured: format(found.measured),
          ratio: times(found.ratio),
          reached: found.ratio >= minRatio,
        }),
      );
    }
    return rows;
  } finally {
    await peer.stop();
  }
}
