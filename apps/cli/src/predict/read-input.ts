import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { CommandError } from '../program/failure';

/** The bytes of a file, or of standard input for `-`. @throws CommandError naming the file */
export async function* readInput(file: string, stdin: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* (file === '-' ? stdin : createReadStream(file)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason ? new CommandError(`${file}: ${reason}`) : error;
  }
}

const REASONS: Record<string, string | undefined> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, expected a table',
  EACCES: 'cannot be read: permission denied',
};
