import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.mjs';
import { until } from '../until.mjs';
import { answers, untilAnswering } from './redis-server.mjs';

/** @typedef {{ owner: number, port: number }} Owner owner: process id of the `./start.sh` that runs Redis */

/**
 * One Redis for one checkout: two servers on one append-only file would destroy it. The first `./start.sh` claims the
 * folder by writing `owner.json` into it; a second one finds that file and uses the Redis of the first.
 * @param {string} directory
 * @returns {Promise<Owner & { ours: boolean, release: () => void }>}
 */
export async function claimOrJoin(directory) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'owner.json');
  const port = await freePort();
  for (;;) {
    if (claim(file, { owner: process.pid, port })) {
      return { port, owner: process.pid, ours: true, release: () => rmSync(file, { force: true }) };
    }
    const running = readOwner(file);
    if (running && isAlive(running.owner)) {
      await untilAnswering(running.port).catch(() => {
        throw new Error(
          `${file} says that process ${running.owner} runs Redis here, but no Redis answers: delete the file if that process does not run one`,
        );
      });
      return { ...running, ours: false, release: () => undefined };
    }
    if (running) await untilEnded(running, directory);
    else await delay(200); // another process is writing the file
    rmSync(file, { force: true });
  }
}

/** @param {string} file @param {Owner} owner */
function claim(file, owner) {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @returns {Owner | undefined} undefined when the file is half written, or gone again */
function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/**
 * The Redis of a `./start.sh` that was killed outlives it for a moment.
 * @param {Owner} former @param {string} directory
 */
async function untilEnded(former, directory) {
  await until('Redis to end', async () => !(await answers(former.port)), { seconds: 30, everyMs: 200 }).catch(() => {
    throw new Error(`a Redis on port ${former.port} still uses ${directory}: end it, then start again`);
  });
}
