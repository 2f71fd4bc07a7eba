import { createServer } from 'node:net';

/**
 * Checks that a port can be listened on.
 * @param {string} host
 * @param {string} port
 * @throws {Error} that says what to do, when PORT of HOST cannot be listened on
 */
export async function ensurePortIsFree(host, port) {
  if (!/^\d+$/.test(port)) return; // The gateway reports a port that is not a number.
  const code = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code));
    server.listen(Number(port), host, () => server.close(() => resolve(undefined)));
  });
  if (code === 'EADDRINUSE')
    throw new Error(
      `PORT ${port} is in use: stop what listens there, or choose another, as in PORT=${Number(port) + 1} ./start.sh`,
    );
  if (code === 'EACCES')
    throw new Error(
      `PORT ${port} needs more rights than you have: choose one from 1024 up, as in PORT=8000 ./start.sh`,
    );
}
