import 'reflect-metadata';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { EXOPLANET_RUN, exoplanetProgram } from '../src/exoplanet';
import { INSPECT_RUN, inspectProgram } from '../src/inspect/inspect';
import type { ExitCode } from '../src/program/exit-code';
import { run } from '../src/program/run';
import type { Terminal } from '../src/program/terminal';

/** Real ONNX models with every column, but with random weights. */
export const MODELS = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');

export interface Ended {
  exit: ExitCode;
  stdout: string;
  stderr: string;
}

const PROGRAMS = {
  exoplanet: { make: exoplanetProgram, options: EXOPLANET_RUN },
  inspect: { make: inspectProgram, options: INSPECT_RUN },
};

/** Bytes become characters of the same number. */
const textOf = (data: string | Uint8Array) => (typeof data === 'string' ? data : Buffer.from(data).toString('latin1'));

/** Executes a command line in this process. */
export async function runProgram(
  name: keyof typeof PROGRAMS,
  args: string[],
  { stdin = '', env = {} }: { stdin?: string | Buffer; env?: Record<string, string> } = {},
): Promise<Ended> {
  const ended = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (data) => (ended.stdout += textOf(data)) },
    stderr: { write: (data) => (ended.stderr += textOf(data)) },
    env,
  };
  const { make, options } = PROGRAMS[name];
  const exit = await run(make(terminal), args, terminal, options);
  return { ...ended, exit };
}
