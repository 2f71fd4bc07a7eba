import { Agent, request as send } from 'node:http';
import { Dice } from './dice';
import { type HostileRequest, hostileRequest, type Operation } from './http-requests';
import { attackSocket, rawFrame, socketIoFrame } from './sockets';

export interface CampaignOptions {
  url: string;
  operations: readonly Operation[];
  requests: number;
  seed: number;
  /** Requests in flight at a time. @default 16 */
  concurrency?: number;
}

/** A request that the server failed on, with the seed that makes it again. */
export interface Failure {
  seed: number;
  status: number | 'no answer';
  request: string;
  answer: string;
}

export interface CampaignReport {
  /** Answers by status. */
  statuses: Record<string, number>;
  failures: Failure[];
  /** Length of the longest error answer [bytes]. */
  longestError: number;
}

/** Time without an answer after which a request has failed [ms]. */
const ANSWER_TIMEOUT = 30_000;
/** One turn in this many attacks a socket, with as many messages as this. */
const SOCKET_SHARE = 40;
const SOCKET_MESSAGES = 20;
/** Characters of a request and an answer that a failure shows. */
const SHOWN = 300;

/** Sends seeded hostile requests over every operation and both kinds of sockets. Messages on sockets count as requests. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { url, operations, requests, seed, concurrency = 16 } = options;
  const report: CampaignReport = { statuses: {}, failures: [], longestError: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  let next = 0;
  const client = async () => {
    while (next < requests) {
      const turn = seed * 1_000_000 + next++;
      const dice = new Dice(turn);
      if (dice.below(SOCKET_SHARE) === 0) {
        next += SOCKET_MESSAGES - 1;
        await attackAnySocket(dice, url);
      } else await attackRoute(turn, hostileRequest(dice, operations), url, agent, report);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  agent.destroy();
  return report;
}

function attackAnySocket(dice: Dice, url: string): Promise<void> {
  const frames = (frame: typeof rawFrame) => Array.from({ length: SOCKET_MESSAGES }, () => frame(dice));
  return dice.chance(0.5)
    ? attackSocket(dice, `${url}/ws/hostile-${dice.below(1000)}`, frames(rawFrame))
    : attackSocket(dice, `${url}/socket.io/?EIO=4&transport=websocket`, ['40', ...frames(socketIoFrame)]);
}

async function attackRoute(
  seed: number,
  hostile: HostileRequest,
  url: string,
  agent: Agent,
  report: CampaignReport,
): Promise<void> {
  const { status, text } = await answerTo(hostile, url, agent);
  if (status === 'cut') return;
  report.statuses[status] = (report.statuses[status] ?? 0) + 1;
  if (status !== 'no answer' && status >= 400) report.longestError = Math.max(report.longestError, text.length);
  if (status !== 'no answer' && (status < 500 || status === 503)) return;
  const shown = `${hostile.method} ${hostile.path} ${JSON.stringify(hostile.headers)} ${String(hostile.body ?? '').slice(0, SHOWN)}`;
  report.failures.push({ seed, status, request: shown.slice(0, 3 * SHOWN), answer: text.slice(0, SHOWN) });
}

function answerTo(
  hostile: HostileRequest,
  url: string,
  agent: Agent | false,
): Promise<{ status: number | 'no answer' | 'cut'; text: string }> {
  const { method, path, headers, body, isCut } = hostile;
  return new Promise((done) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = send(url, { agent, method, path, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => done({ status: answer.statusCode!, text: Buffer.concat(chunks).toString() }));
      answer.on('error', (error) => done({ status: 'no answer', text: String(error) }));
    });
    sent.setTimeout(ANSWER_TIMEOUT, () => sent.destroy(new Error('timeout')));
    sent.on('error', (error) => {
      // A connection that is kept alive may be closed while the next request is on its way: that request is sent again, on a
      // new one. (`reusedSocket` is false for a request that waited for a connection, so it cannot tell.)
      if (agent && !isCut && 'code' in error && error.code === 'ECONNRESET')
        void answerTo(hostile, url, false).then(done);
      else done({ status: isCut ? 'cut' : 'no answer', text: String(error) });
    });
    if (!isCut || body === undefined) return void sent.end(body);
    sent.write(body.slice(0, body.length / 2));
    setTimeout(() => sent.destroy(), 20);
  });
}
