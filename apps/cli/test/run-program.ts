import type { Command } from 'commander';
import 'reflect-metadata';
import { Readable } from 'node:stream';
import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../src/program/exit-code';
import { run } from '../src/program/run';
import type { Terminal } from '../src/program/terminal';

/** Models whose weights mean nothing, but that are real ONNX models with every column. */
export const MODELS = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');

export interface Ended {
  exit: ExitCode;
  stdout: string;
  stderr: string;
}

/** Carries a command line out in this process. */
export async function runProgram(program: (terminal: Terminal) => Command, args: string[], { stdin = '', env = {} }: { stdin?: string | Buffer; env?: Record<string, string> } = {}): Promise<Ended> {
  const ended = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (text) => (ended.stdout += text) },
    stderr: { write: (text) => (ended.stderr += text) },
    env,
  };
  const exit = await run(program(terminal), args, terminal, { unreachable: EXIT.unreachable });
  return { ...ended, exit };
}
