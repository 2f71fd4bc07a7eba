import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../program/failure';

/** The bytes of a file, or of standard input for `-`; gzip is decompressed. @throws CommandError naming the file */
export async function* readInput(file: string, stdin: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* inflated(file === '-' ? stdin : createReadStream(file));
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason ? new CommandError(`${file}: ${reason}`) : error;
  }
}

const REASONS: Record<string, string | undefined> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, expected a table',
  EACCES: 'cannot be read: permission denied',
  Z_DATA_ERROR: 'the gzip stream is damaged',
  Z_BUF_ERROR: 'the gzip stream ends early',
};

async function* inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const all = follow(first.value, { [Symbol.asyncIterator]: () => chunks });
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  // A failure of the source destroys the inflater, so the iteration below throws it.
  void pipeline(Readable.from(all), gunzip).catch(() => undefined);
  yield* gunzip as AsyncIterable<Uint8Array>;
}

async function* follow(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
