import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_LIMITS, inflated, peek } from '@exoplanet/catalog';
import type { Database } from '../database/database';
import { parquetAsCsv } from './parquet-as-csv';

/** Parquet files begin and end with it. */
const MAGIC = Buffer.from('PAR1');

/** Whether these are the first bytes of a Parquet file. */
export const isParquet = (first: Uint8Array): boolean => MAGIC.equals(first.subarray(0, MAGIC.length));

export interface UploadTextOptions {
  openDatabase: () => Promise<Database>;
  /** A new path of this machine for a file that a database reads. */
  scratchFile: () => string;
}

/**
 * An uploaded table as bytes that `readTable` takes: unchanged, or, where it is a Parquet file, gzipped or not, as CSV. A Parquet
 * file has its description at its end, so it is written to a file first, which is removed in the end. @throws CatalogueError
 */
export async function* uploadText(
  upload: AsyncIterable<Uint8Array>,
  { openDatabase, scratchFile }: UploadTextOptions,
): AsyncGenerator<Uint8Array, void> {
  const { first, all } = await peek(inflated(upload, DEFAULT_LIMITS), MAGIC.length);
  if (!isParquet(first)) return yield* all;
  const path = scratchFile();
  try {
    await pipeline(Readable.from(all), createWriteStream(path, { flags: 'wx' }));
    yield* parquetAsCsv(await openDatabase(), path);
  } finally {
    await rm(path, { force: true });
  }
}
