import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, connect } from 'node:net';

/** A server program for Redis on PATH, or undefined. Valkey speaks the same protocol. */
export function findRedisServer() {
  return ['redis-server', 'valkey-server'].find((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** A TCP port of the loopback interface that nobody listens on at present. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a Redis server of our own on the loopback interface and waits until it answers.
 * @param {{ program: string, port?: number, directory?: string }} options directory: where the append-only file lives; without it nothing is written to disk
 * @returns {Promise<{ url: string, port: number, process: import('node:child_process').ChildProcess, stop(): Promise<void> }>}
 */
export async function startRedis({ program, port, directory }) {
  port ??= await freePort();
  const persistence = directory ? ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', directory] : ['--appendonly', 'no'];
  if (directory) mkdirSync(directory, { recursive: true });
  const server = spawn(program, ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--maxmemory-policy', 'noeviction', ...persistence], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true, // Ctrl-C reaches the whole foreground group; Redis must outlive the processes that drain into it.
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await untilAnswering(port, server);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    process: server,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilAnswering(port, server, deadline = Date.now() + 30_000) {
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended at once with code ${server.exitCode}`);
    if (await ping(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${server.spawnfile} does not answer on port ${port}`);
}

function ping(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (answer) => (socket.destroy(), resolve(answer));
    socket.setTimeout(500, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
  });
}
