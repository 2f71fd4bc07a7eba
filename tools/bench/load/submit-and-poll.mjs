import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient, requestBytes } from './http-client.mjs';

/** Pauses between polls of a task [ms], growing by half each time. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [2, 50];
const DONE = /^(success|completed)$/i;
const WAITING = /^(pending|queued|started|running|processing|active)$/i;

/**
 * Submits tasks and polls each until it is done, at most `clients` at a time.
 * @param {string} url
 * @param {{ clients: number, path: string, bodies: unknown[], tasks: number }} load bodies: sent in turns
 * @returns {Promise<{ perSecond: number }>} tasks done a second
 * @throws {Error} when a request is refused or a task fails
 */
export async function submitAndPoll(url, { clients, path, bodies, tasks }) {
  const submissions = bodies.map((body) => requestBytes('POST', path, body));
  const open = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(url)));
  let sent = 0;
  const started = performance.now();
  const work = async (/** @type {HttpClient} */ client) => {
    while (sent < tasks) await finish(client, submissions[sent++ % submissions.length]);
  };
  try {
    await Promise.all(open.map(work));
  } finally {
    for (const client of open) client.close();
  }
  return { perSecond: (1000 * tasks) / (performance.now() - started) };
}

/** @param {HttpClient} client @param {Buffer} submission */
async function finish(client, submission) {
  const { task_id: id } = await send(client, submission);
  const poll = requestBytes('GET', `/tasks/${id}`);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    const task = await send(client, poll);
    if (DONE.test(task.status)) return;
    if (!WAITING.test(task.status)) throw new Error(`task ${id}: ${JSON.stringify(task).slice(0, 300)}`);
    await sleep(pause);
  }
}

/** @param {HttpClient} client @param {Buffer} request @returns {Promise<{ task_id: string, status: string }>} */
async function send(client, request) {
  const { status, body } = await client.send(request);
  if (status >= 400) throw new Error(`answered ${status}: ${body.toString('utf8', 0, 300)}`);
  return JSON.parse(body.toString());
}
