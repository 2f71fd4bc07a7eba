import { freePort } from '../../dev/redis.mjs';
import { beside } from '../load/beside.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { Child } from '../system/child.mjs';
import { costsOf, inWords } from '../system/costs.mjs';
import { percent, rate, row } from '../table.mjs';

const CLIENTS = 64;

/** Predictions that many wait for, against a bare Fastify route that takes the same body and sends an answer as long. */
export async function manyClients({ system, seconds, rounds, note }) {
  const running = await system();
  const found = await besideBareFastify(running.url, { seconds, rounds });
  note(
    `at ${CLIENTS} clients, processor time a task: ${inWords(await costsOf(running, async () => (await singles(running.url, '/predict?wait=5')(seconds)).latencies.length))}`,
  );
  return [
    row({
      work: `POST /predict?wait, ${CLIENTS} clients`,
      beside: 'bare Fastify',
      floor: rate(found.floor),
      measured: rate(found.measured),
      ratio: percent(found.ratio),
      required: '≥ 35 %',
      reached: found.ratio >= 0.35,
    }),
  ];
}

/**
 * Single predictions a second beside the bare route's.
 * @param {string} url @param {{ seconds: number, rounds: number }} options
 */
export async function besideBareFastify(url, { seconds, rounds }) {
  const floor = await bareFastify(await anAnswer(url));
  try {
    const [bare, ours] = [singles(floor.url, '/predict'), singles(url, '/predict?wait=5')];
    await bare(seconds / 2);
    await ours(seconds);
    return await beside(
      rounds,
      async () => (await bare(seconds)).perSecond,
      async () => (await ours(seconds)).perSecond,
    );
  } finally {
    await floor.child.stop();
  }
}

export function singles(url, path) {
  const requests = candidates(1000).map((body) => requestBytes('POST', path, body));
  return (seconds) => drive(url, { clients: CLIENTS, seconds, next: (n) => requests[n % requests.length] });
}

/** The bare route, in a process of its own. */
async function bareFastify(answer) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Child.node(
    'bare Fastify',
    [new URL('../floors/bare-fastify.program.mjs', import.meta.url).pathname, String(port)],
    { env: { ANSWER: answer } },
  );
  await child.until('listened', async () => (await fetch(url)).status === 404);
  return { url, child };
}

/** What the system answers to one candidate. */
async function anAnswer(url) {
  const client = await HttpClient.open(url);
  const answer = await client.send(requestBytes('POST', '/predict?wait=5', candidates(1)[0]));
  client.close();
  return answer.body.toString();
}
