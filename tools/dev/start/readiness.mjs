import { hostname } from 'node:os';

/** Whether a GET of the address is answered with 2xx. @param {string} address */
export async function isHealthy(address) {
  return (await get(address))?.ok ?? false;
}

/**
 * Whether the gateway knows a heartbeat of each of these processes of this host. A gateway that asks for an API key
 * does not say; its health is checked all the same.
 * @param {string} gateway
 * @param {(number | undefined)[]} pids
 */
export async function haveHeartbeats(gateway, pids) {
  const answer = await get(`${gateway}/workers/status`);
  if (answer?.status === 401 || answer?.status === 403) return true;
  if (!answer?.ok) return false;
  const { workers } = /** @type {{ workers: { pid: number, host: string }[] }} */ (await answer.json());
  return pids.every((pid) => workers.some((worker) => worker.pid === pid && worker.host === hostname()));
}

/** @param {string} address @returns {Promise<Response | undefined>} undefined when nobody listens yet */
async function get(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(5_000) });
  } catch {
    return undefined;
  }
}
