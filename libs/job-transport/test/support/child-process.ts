import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { JobsServerOptions } from '../../src/index';

const workspaceRoot = resolve(import.meta.dirname, '../../../..');
// Under node_modules, so that the bundle finds the packages that are not part of it.
const program = join(workspaceRoot, 'node_modules/.cache/job-transport', `child-worker-${process.pid}.mjs`);

/** Bundles the worker program, for `beforeAll`; returns a function that removes it. */
export async function buildChildWorker(): Promise<() => Promise<void>> {
  await build({
    entryPoints: [join(import.meta.dirname, 'child-worker.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return () => rm(program, { force: true });
}

/** A worker process whose handler `slow` takes `work` milliseconds. Resolves when it listens. */
export async function startChildWorker(
  options: JobsServerOptions & { work: number },
  onMessage?: (text: string) => void,
): Promise<ChildProcess> {
  const child = fork(program, { env: { ...process.env, JOBS_TEST: JSON.stringify(options) } });
  if (onMessage) child.on('message', onMessage);
  else onTestFinished(() => void child.kill('SIGKILL'));
  await message(child, 'listening');
  return child;
}

export async function message(child: ChildProcess, expected: string): Promise<void> {
  for (;;) {
    const [received] = (await once(child, 'message')) as [string];
    if (received === expected) return;
  }
}

/** Keeps one worker process running: starts another whenever it dies, until the test ends. */
export async function superviseChildWorker(options: JobsServerOptions & { work: number }): Promise<Supervised> {
  const supervised: Supervised = { deaths: 0, messages: [], stop: () => undefined };
  let stopped = false;
  const start = async (): Promise<void> => {
    const child = await startChildWorker(options, (text) => supervised.messages.push(text));
    supervised.stop = () => void child.kill('SIGKILL');
    child.once('exit', () => {
      if (stopped) return;
      supervised.deaths++;
      void start();
    });
  };
  onTestFinished(() => {
    stopped = true;
    supervised.stop();
  });
  await start();
  return supervised;
}

export interface Supervised {
  deaths: number;
  /** Everything that the processes reported. */
  messages: string[];
  /** Kills the process that runs now. */
  stop(): void;
}
