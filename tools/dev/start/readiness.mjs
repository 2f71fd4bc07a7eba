import { hostname } from 'node:os';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws {Error} `what` when `condition` has not come true by the deadline */
export async function until(condition, what, { patienceMs = 120_000, signal } = {}) {
  for (const deadline = Date.now() + patienceMs; !(await condition()); await pause(200)) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`${what} after ${patienceMs / 1000} s: see its lines above`);
  }
}

/** Whether a GET of the address is answered with 2xx. */
export async function isGreen(address) {
  return (await ask(address))?.ok ?? false;
}

/**
 * Whether the gateway knows a heartbeat of each of these processes of this host.
 * A gateway that asks for an API key does not tell; its `/health` is green all the same.
 * @param {number[]} pids
 */
export async function haveHeartbeats(gateway, pids) {
  const answer = await ask(`${gateway}/workers/status`);
  if (answer?.status === 401 || answer?.status === 403) return true;
  if (!answer?.ok) return false;
  const { workers } = await answer.json();
  return pids.every((pid) => workers.some((worker) => worker.pid === pid && worker.host === hostname()));
}

async function ask(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(5_000) });
  } catch {
    return undefined; // nobody listens yet
  }
}
