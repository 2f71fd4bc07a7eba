import { createServer } from 'node:net';

/** @throws {Error} when PORT of HOST cannot be listened on, with what to do about it */
export async function claimable(host, port) {
  if (!/^\d+$/.test(port)) return; // the gateway says what a port must look like
  const code = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
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
