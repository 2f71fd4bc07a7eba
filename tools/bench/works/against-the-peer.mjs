import { beside } from '../load/beside.mjs';
import { Peer } from '../system/peer.mjs';
import { count, rate, row, times } from '../table.mjs';

/** Sizes of `load.mjs`: enough work for about a second on either side. */
const SIZES = { peer: { singles: 600, batches: 100 }, ours: { singles: 5000, batches: 800 } };

/** Tasks that are submitted and asked for until they are done, as the peer's own load does it, on both. */
export async function againstThePeer({ system, peerFolder, rounds }) {
  const works = [
    {
      work: 'POST /predict + GET /tasks/{id}, 32 clients',
      figure: 'task_per_s',
      least: 8,
      only: ({ singles }) => ({ sync: 0, singles, batches: 1 }),
    },
    {
      work: 'POST /predict/batch, 100 rows',
      figure: 'batch_rows_per_s',
      least: 6,
      only: ({ batches }) => ({ sync: 0, singles: 1, batches }),
    },
  ];
  const required = (least) => `≥ ${least} ×`;
  if (!peerFolder)
    return works.map(({ work, least }) =>
      row({ work, beside: 'peer stack', required: required(least), why: 'PEER_STACK is not set' }),
    );
  const peer = await Peer.start(peerFolder);
  try {
    const { url } = await system();
    const rows = [];
    for (const { work, figure, least, only } of works) {
      const ours = async () => (await peer.load(url, only(SIZES.ours)))[figure];
      await ours();
      const found = await beside(rounds, async () => (await peer.load(peer.url, only(SIZES.peer)))[figure], ours);
      const unit = figure === 'task_per_s' ? rate : count;
      rows.push(
        row({
          work,
          beside: 'peer stack',
          floor: unit(found.floor),
          measured: unit(found.measured),
          ratio: times(found.ratio),
          required: required(least),
          reached: found.ratio >= least,
        }),
      );
    }
    return rows;
  } finally {
    await peer.stop();
  }
}
