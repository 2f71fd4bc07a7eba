import { connect } from 'node:net';

/** The address without its password, for people to read. */
export function withoutPassword(url) {
  const parsed = new URL(url);
  if (parsed.password) parsed.password = '***';
  return parsed.href;
}

/** @throws {Error} when nothing listens at REDIS_URL for ten seconds */
export async function untilReachable(url, patienceMs = 10_000) {
  const { hostname, port } = new URL(url);
  for (
    const deadline = Date.now() + patienceMs;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 200))
  ) {
    if (await connects(hostname.replace(/^\[(.*)\]$/, '$1'), Number(port || 6379))) return;
  }
  throw new Error(`nothing listens at REDIS_URL=${withoutPassword(url)}`);
}

function connects(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (answer) => (socket.destroy(), resolve(answer));
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
