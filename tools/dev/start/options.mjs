import { parseArgs } from 'node:util';

export const usage = `usage: ./start.sh [gateway | worker] [--workers N] [--no-install] [--help]

  ./start.sh                 Redis, gateway and one worker
  ./start.sh --workers 4     the same with four workers
  ./start.sh --no-install    installs nothing, and stops with the line to type when something is missing
  ./start.sh gateway         a gateway alone
  ./start.sh worker          a worker alone, on this machine or another:
                             REDIS_URL=redis://HOST:PORT WORKER_NAME=NAME ./start.sh worker

Redis is the one at REDIS_URL; without it, the one that another ./start.sh of this folder runs; else one of its own,
which is installed with the system's package manager where it is missing and no password is needed.
Every setting is an environment variable or a line of .env: see .env.example.`;

/** Thrown when the command line is not valid; the message says why. */
export class UsageError extends Error {}

/**
 * What to start.
 * @param {string[]} args
 * @returns {{ help: boolean, gateway: boolean, workers: number, mayInstall: boolean }}
 * @throws {UsageError}
 */
export function readOptions(args) {
  const { values, positionals } = parse(args);
  const [role, ...others] = positionals;
  if (others.length > 0 || (role !== undefined && role !== 'gateway' && role !== 'worker')) {
    throw new UsageError(`unknown: ${positionals.join(' ')}`);
  }
  if (role === 'gateway' && values.workers !== undefined) throw new UsageError('--workers has no meaning with gateway');
  const workers = Number(values.workers ?? 1);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256)
    throw new UsageError('--workers takes a number from 1 to 256');
  return {
    help: values.help ?? false,
    gateway: role !== 'worker',
    workers: role === 'gateway' ? 0 : workers,
    mayInstall: !values['no-install'],
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        workers: { type: 'string' },
        'no-install': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message.split('. ')[0]);
  }
}
