import { connect } from 'node:net';
import { until } from '../until.mjs';

/** @param {string} url @returns the address without its password, for people to read */
export function withoutPassword(url) {
  const parsed = new URL(url);
  if (parsed.password) parsed.password = '***';
  return parsed.href;
}

/**
 * @param {string} url
 * @throws {Error} when nothing listens at REDIS_URL for ten seconds
 */
export async function untilReachable(url) {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  await until('REDIS_URL', () => connects(host, Number(port || 6379)), { seconds: 10, everyMs: 200 }).catch(() => {
    throw new Error(`nothing listens at REDIS_URL=${withoutPassword(url)}`);
  });
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
function connects(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (/** @type {boolean} */ connected) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
