import { freePort } from '../../dev/free-port.mjs';
import { Child } from '../child.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { measureInTurns } from '../load/in-turns.mjs';
import { costsOf, inWords } from '../system/costs.mjs';
import { percent, rate, row } from '../table.mjs';

const CLIENTS = 64;
/** Of the requests per second of a bare route. */
const MIN_SHARE = 0.25;
const PATH = '/predict?wait=5';

/** Predictions that many clients wait for, beside a bare Fastify route with the same body and an answer of the same length. @type {import('../context.mjs').Benchmark} */
export async function manyClients({ system, seconds, rounds, note }) {
  const running = await system();
  const found = await besideBareFastify(running.url, { seconds, rounds });
  const once = async () => (await singleLoad(running.url, PATH)(seconds)).latencies.length;
  note(`at ${CLIENTS} clients, processor time a task: ${inWords(await costsOf(running, once))}`);
  return [
    row({
      work: `POST /predict?wait, ${CLIENTS} clients`,
      beside: 'bare Fastify',
      floor: rate(found.floor),
      measured: rate(found.measured),
      ratio: percent(found.ratio),
      required: `≥ ${percent(MIN_SHARE)}`,
      reached: found.ratio >= MIN_SHARE,
    }),
  ];
}

/**
 * Single predictions a second beside requests a second of the bare route.
 * @param {string} url
 * @param {{ seconds: number, rounds: number }} options
 */
export async function besideBareFastify(url, { seconds, rounds }) {
  const floor = await startBareFastify(await answerOf(url));
  try {
    const [bare, ours] = [singleLoad(floor.url, '/predict'), singleLoad(url, PATH)];
    await bare(seconds / 2);
    await ours(seconds);
    return await measureInTurns(
      rounds,
      async () => (await bare(seconds)).perSecond,
      async () => (await ours(seconds)).perSecond,
    );
  } finally {
    await floor.child.stop();
  }
}

/** @param {string} url @param {string} path */
export function singleLoad(url, path) {
  const requests = candidates(1000).map((body) => requestBytes('POST', path, body));
  return (/** @type {number} */ seconds) =>
    drive(url, { clients: CLIENTS, seconds, next: (n) => requests[n % requests.length] });
}

/** The bare route, in a process of its own. @param {string} answer */
async function startBareFastify(answer) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Child.node(
    'bare Fastify',
    [new URL('../floors/bare-fastify.program.mjs', import.meta.url).pathname, String(port)],
    { env: { ANSWER: answer } },
  );
  await child.until('to listen', async () => (await fetch(url)).status === 404);
  return { url, child };
}

/** What the system answers to one candidate. @param {string} url */
async function answerOf(url) {
  const client = await HttpClient.open(url);
  const answer = await client.send(requestBytes('POST', PATH, candidates(1)[0]));
  client.close();
  return answer.body.toString();
}
