import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import { CatalogueError } from '../errors';
import { peek } from './peek';

const REASONS: Record<string, string | undefined> = {
  Z_DATA_ERROR: 'the gzip stream is damaged',
  Z_BUF_ERROR: 'the gzip stream ends early',
};

export interface InflateOptions {
  maxBytes: number;
  /** The bytes are the beginning of a longer file, so a gzip stream may end early. */
  partial?: boolean;
}

/** The bytes of a file, decompressed where it is gzipped. @throws CatalogueError `DAMAGED_GZIP`, `TABLE_TOO_LARGE` */
export async function* inflated(
  source: AsyncIterable<Uint8Array>,
  { maxBytes, partial = false }: InflateOptions,
): AsyncGenerator<Uint8Array, void> {
  let left = maxBytes;
  try {
    for await (const chunk of await decompressed(source, partial)) {
      left -= chunk.length;
      if (left < 0)
        throw new CatalogueError('TABLE_TOO_LARGE', `the table is larger than ${maxBytes} bytes, uncompressed`);
      yield chunk;
    }
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason ? new CatalogueError('DAMAGED_GZIP', reason) : error;
  }
}

async function decompressed(source: AsyncIterable<Uint8Array>, partial: boolean): Promise<AsyncIterable<Uint8Array>> {
  const { first, all } = await peek(source, 2);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return all;
  const gunzip = createGunzip(partial ? { finishFlush: constants.Z_SYNC_FLUSH } : {});
  // A failure of the source destroys the inflater, so the iteration over it throws it.
  void pipeline(Readable.from(all), gunzip).catch(() => undefined);
  return gunzip as AsyncIterable<Uint8Array>;
}
