import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  stdin?: string;
  env?: Record<string, string>;
  /** The root of the repository without it. */
  cwd?: string;
}

/** Runs a command until it ends. */
export function runCommand(
  command: string,
  args: readonly string[],
  { stdin = '', env = {}, cwd = root }: ProgramOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (ended.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (ended.stderr += data.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ ...ended, code }));
  });
}

/** Runs one of the built programs, for example `cli/inspect`. */
export function runProgram(program: string, args: readonly string[], options?: ProgramOptions): Promise<Ended> {
  return runCommand(process.execPath, [resolve(root, 'dist/apps', `${program}.program.js`), ...args], options);
}
