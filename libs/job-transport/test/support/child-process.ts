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

type ChildOptions = JobsServerOptions & { work: number };

const forkWorker = (options: ChildOptions): ChildProcess =>
  fork(program, { env: { ...process.env, JOBS_TEST: JSON.stringify(options) } });

/** A worker process whose handler `slow` takes `work` milliseconds. Resolves when it listens. */
export async function startChildWorker(options: ChildOptions): Promise<ChildProcess> {
  const child = forkWorker(options);
  onTestFinished(() => void child.kill('SIGKILL'));
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
export class SupervisedWorker {
  deaths = 0;
  /** Everything that the processes reported. */
  readonly messages: string[] = [];
  private child?: ChildProcess;
  private stopped = false;

  constructor(private readonly options: ChildOptions) {
    onTestFinished(() => {
      this.stopped = true;
      this.kill();
    });
    this.start();
  }

  /** Kills the process that runs now. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  private start(): void {
    this.child = forkWorker(this.options);
    this.child.on('message', (text: string) => this.messages.push(text));
    this.child.once('exit', () => {
      if (this.stopped) return;
      this.deaths++;
      this.start();
    });
  }
}
