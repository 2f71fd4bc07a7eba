import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { ChildOptions } from './child-handlers';
import { until } from './system';

const workspaceRoot = resolve(import.meta.dirname, '../../../..');
// Under node_modules, so that the bundles find the packages that are not part of them.
const folder = join(workspaceRoot, 'node_modules/.cache/job-transport', String(process.pid));
const program = join(folder, 'child-worker.mjs');

/** For `isolatedProgram`: lost jobs run in a child process of the worker. */
export const isolatedProgram = join(folder, 'child-isolated.mjs');

/** Bundles the worker program and that of its child process, for `beforeAll`; returns a function that removes them. */
export async function buildChildWorker(): Promise<() => Promise<void>> {
  await build({
    entryPoints: ['child-worker', 'child-isolated'].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return () => rm(folder, { force: true, recursive: true });
}

type Options = Omit<ChildOptions, 'log'>;

const forkWorker = (options: ChildOptions): ChildProcess =>
  fork(program, { env: { ...process.env, JOBS_TEST: JSON.stringify(options) } });

/** What handlers report, also those in child processes. */
class Log {
  private readonly folder = mkdtempSync(join(tmpdir(), 'jobs-log-'));
  readonly path = join(this.folder, 'log');

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  get lines(): string[] {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8').trim().split('\n') : [];
  }
}

export interface RunningWorker {
  process: ChildProcess;
  /** Everything that handlers have reported. */
  log: Log;
}

/** A worker process whose handler `slow` takes `work` milliseconds. Resolves when it listens. */
export async function startChildWorker(options: Options): Promise<RunningWorker> {
  const log = new Log();
  const child = forkWorker({ ...options, log: log.path });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return { process: child, log };
}

export const reported = (log: Log, line: string): Promise<void> => until(() => log.lines.includes(line), 60_000);

/** Keeps one worker process running: starts another whenever it dies, until the test ends. */
export class SupervisedWorker {
  deaths = 0;
  readonly log = new Log();
  private child?: ChildProcess;
  private stopped = false;

  constructor(private readonly options: Options) {
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
    this.child = forkWorker({ ...this.options, log: this.log.path });
    this.child.once('exit', () => {
      if (this.stopped) return;
      this.deaths++;
      this.start();
    });
  }
}
