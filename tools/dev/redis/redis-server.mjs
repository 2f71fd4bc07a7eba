import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '../free-port.mjs';
import { UnreachableConditionError, until } from '../until.mjs';

const IMAGE = 'redis:7-bookworm';

/**
 * The command that serves Redis at 127.0.0.1:port.
 * @param {string} program `redis-server`, `valkey-server`, or `docker` for a container of the official image
 * @param {{ port: number, directory?: string }} options directory: where the append-only file lives; without it nothing is written to disk
 * @returns {{ command: string, args: string[] }}
 */
export function redisCommand(program, { port, directory }) {
  return program === 'docker'
    ? containerCommand(port, directory)
    : {
        command: program,
        args: ['--bind', '127.0.0.1', '--port', String(port), ...settings(directory)],
      };
}

/** @param {number} port @param {string} [directory] */
function containerCommand(port, directory) {
  const user = `${process.getuid?.()}:${process.getgid?.()}`;
  const volume = directory ? ['--volume', `${directory}:/data`, '--user', user] : [];
  const run = ['run', '--rm', '--publish', `127.0.0.1:${port}:6379`, ...volume, IMAGE];
  return {
    command: 'docker',
    args: [...run, 'redis-server', '--protected-mode', 'no', ...settings(directory && '/data')],
  };
}

/** @param {string} [folder] */
function settings(folder) {
  const persistence = folder
    ? ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', folder, '--logfile', `${folder}/redis.log`]
    : ['--appendonly', 'no'];
  return ['--save', '', '--maxmemory-policy', 'noeviction', '--loglevel', 'warning', ...persistence];
}

/**
 * Starts a Redis server on the loopback interface and waits until it answers.
 * @param {{ program: string, port?: number, directory?: string, settings?: readonly string[] }} options see `redisCommand`; settings: further arguments of the server
 */
export async function startRedis({ program, port: wanted, directory, settings: more = [] }) {
  const port = wanted ?? (await freePort());
  if (directory) mkdirSync(directory, { recursive: true });
  const { command, args } = redisCommand(program, { port, directory });
  const server = spawn(command, [...args, ...more], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true, // Ctrl-C reaches the whole foreground group; Redis must outlive the processes that drain into it.
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await untilAnswering(port, () => {
    if (server.exitCode !== null)
      throw new UnreachableConditionError(`${command} ended at once with code ${server.exitCode}`);
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    process: server,
    /** Ends the server and waits until it is gone. */
    async stop() {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Waits until Redis answers on a port of the loopback interface.
 * @param {number} port
 * @param {() => void} [check] runs before each attempt; ends the wait by throwing `UnreachableConditionError`
 */
export async function untilAnswering(port, check = () => undefined) {
  const condition = () => {
    check();
    return answers(port);
  };
  await until(`Redis to answer on port ${port}`, condition, { seconds: 30, everyMs: 20 });
}

/**
 * Whether Redis at this address answers a PING. One that first asks for a password, or still loads its data, answers too.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
export function answers(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write('PING\r\n'));
    const done = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (data) => done(/^(\+PONG|-NOAUTH|-LOADING)/.test(data.toString())));
  });
}
