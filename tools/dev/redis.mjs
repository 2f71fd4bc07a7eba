import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { findRedisServer } from './install/redis-program.mjs';

export { findRedisServer };

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
 * The command that serves Redis at 127.0.0.1:port.
 * @param {string} program `redis-server`, `valkey-server`, or `docker` for a container of the official image
 * @param {{ port: number, directory?: string }} options directory: where the append-only file lives; without it nothing is written to disk
 * @returns {{ command: string, args: string[] }}
 */
export function redisCommand(program, { port, directory }) {
  const inContainer = program === 'docker';
  const place = inContainer ? ['--protected-mode', 'no'] : ['--bind', '127.0.0.1', '--port', String(port)];
  const folder = inContainer ? '/data' : directory;
  const persistence = directory
    ? ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', folder, '--logfile', `${folder}/redis.log`]
    : ['--appendonly', 'no'];
  const settings = [
    ...place,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
    '--loglevel',
    'warning',
    ...persistence,
  ];
  if (!inContainer) return { command: program, args: settings };
  const volume = directory
    ? ['--volume', `${directory}:/data`, '--user', `${process.getuid()}:${process.getgid()}`]
    : [];
  return {
    command: 'docker',
    args: [
      'run',
      '--rm',
      '--publish',
      `127.0.0.1:${port}:6379`,
      ...volume,
      'redis:7-bookworm',
      'redis-server',
      ...settings,
    ],
  };
}

/**
 * Starts a Redis server of our own on the loopback interface and waits until it answers.
 * @param {{ program: string, port?: number, directory?: string }} options see `redisCommand`
 * @returns {Promise<{ url: string, port: number, process: import('node:child_process').ChildProcess, stop(): Promise<void> }>}
 */
export async function startRedis({ program, port, directory }) {
  port ??= await freePort();
  if (directory) mkdirSync(directory, { recursive: true });
  const { command, args } = redisCommand(program, { port, directory });
  const server = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true, // Ctrl-C reaches the whole foreground group; Redis must outlive the processes that drain into it.
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await untilAnswering(port, () => {
    if (server.exitCode !== null) throw new Error(`${command} ended at once with code ${server.exitCode}`);
  });
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

/** Waits until Redis answers on a port of the loopback interface. `check` runs between two tries and may throw. */
export async function untilAnswering(port, check = () => {}, deadline = Date.now() + 30_000) {
  while (Date.now() < deadline) {
    check();
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Redis does not answer on port ${port}`);
}

/** Whether Redis at this address answers a PING; one that asks for a password first, or still loads its data, answers too. */
export function answers(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write('PING\r\n'));
    const done = (answer) => (socket.destroy(), resolve(answer));
    socket.setTimeout(500, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (data) => done(/^(\+PONG|-NOAUTH|-LOADING)/.test(data.toString())));
  });
}
