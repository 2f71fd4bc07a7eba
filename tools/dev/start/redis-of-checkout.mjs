import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, freePort, untilAnswering } from '../redis.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One Redis for one checkout: two servers on one append-only file would destroy it. The first `./start.sh` takes the
 * folder by writing `owner.json` into it; a second one finds that file and uses the Redis of the first.
 * @param {string} directory
 * @returns {Promise<{ port: number, owner: number, ours: boolean, giveBack(): void }>} owner: process id of the `./start.sh` that runs it
 */
export async function takeOrJoin(directory) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'owner.json');
  const port = await freePort();
  for (;;) {
    if (take(file, { owner: process.pid, port })) {
      return { port, owner: process.pid, ours: true, giveBack: () => rmSync(file, { force: true }) };
    }
    const running = read(file);
    if (running && isAlive(running.owner)) {
      await untilAnswering(running.port).catch(() => {
        throw new Error(
          `${file} says that process ${running.owner} runs Redis here, and none answers: delete that file if it does not`,
        );
      });
      return { ...running, ours: false, giveBack: () => {} };
    }
    await untilEnded(running, directory);
    rmSync(file, { force: true });
  }
}

function take(file, content) {
  try {
    writeFileSync(file, JSON.stringify(content), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // half written, or gone again
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A `./start.sh` that was killed leaves its Redis for a moment. */
async function untilEnded(left, directory) {
  for (const deadline = Date.now() + 30_000; left && (await answers(left.port)); await pause(200)) {
    if (Date.now() > deadline)
      throw new Error(`a Redis on port ${left.port} still uses ${directory}: end it, then start again`);
  }
  if (!left) await pause(200);
}
