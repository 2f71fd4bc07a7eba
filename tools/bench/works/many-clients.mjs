import { freePort } from '../../dev/redis.mjs';
import { beside } from '../load/beside.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { Child } from '../system/child.mjs';
import { costs } from '../system/costs.mjs';
import { percent, rate, row } from '../table.mjs';

const CLIENTS = 64;

/** Predictions that many wait for, against a bare Fastify route that takes the same body and sends an answer as long. */
export async function manyClients({ system, seconds, rounds, note }) {
  const running = await system();
  const bodies = candidates(1000);
  const floor = await bareFastify(await anAnswer(running.url, bodies[0]));
  try {
    const load = (url, path) => {
      const requests = bodies.map((body) => requestBytes('POST', path, body));
      return async (time = seconds) => (await drive(url, { clients: CLIENTS, seconds: time, next: (n) => requests[n % requests.length] })).perSecond;
    };
    const [bare, ours] = [load(floor.url, '/predict'), load(running.url, '/predict?wait=5')];
    await bare(seconds / 2);
    await ours(seconds);
    const found = await beside(rounds, bare, ours);
    note(`at ${CLIENTS} clients, processor time a task: ${await costs(running, async () => Math.round((await ours()) * seconds))}`);
    return [row({ work: `POST /predict?wait, ${CLIENTS} clients`, beside: 'bare Fastify', floor: rate(found.floor), measured: rate(found.measured), ratio: percent(found.ratio), required: '≥ 35 %', reached: found.ratio >= 0.35 })];
  } finally {
    await floor.child.stop();
  }
}

/** The bare route, in a process of its own. */
export async function bareFastify(answer) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Child.node('bare Fastify', [new URL('../floors/bare-fastify.program.mjs', import.meta.url).pathname, String(port)], { env: { ANSWER: answer } });
  await child.until('listened', async () => (await fetch(url)).status === 404);
  return { url, child };
}

/** What the system answers to one candidate. */
export async function anAnswer(url, body) {
  const client = await HttpClient.open(url);
  const answer = await client.send(requestBytes('POST', '/predict?wait=5', body));
  client.close();
  return answer.body.toString();
}
