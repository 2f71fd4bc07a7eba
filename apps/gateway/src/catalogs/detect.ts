import { constants, gunzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { CatalogueError, detectTable, HEAD_LENGTH, inflated, peek, type TableDetection } from '@exoplanet/catalog';
import { isParquet, uploadText } from '@exoplanet/catalog-store';
import { AppError } from '@exoplanet/contracts';
import { readUpload } from './catalog-upload';
import type { GatewayCatalogs } from './gateway-catalogs';
import { mappingFrom } from './mapping';

/** So many bytes of a gzipped file give its first ones. */
const PEEKED = 4096;

/** Detects how the table of a request would be understood. @throws AppError VALIDATION_FAILED, CATALOG_INVALID */
export async function detect(
  request: FastifyRequest,
  maxBytes: number,
  store: GatewayCatalogs,
  mapping?: string,
): Promise<TableDetection> {
  try {
    const { stored: head, fields } = await readUpload(request, maxBytes, (content) => headOf(content, store));
    return await detectTable(head, fields.mapping ?? (mapping ? mappingFrom(mapping) : undefined));
  } catch (error) {
    throw error instanceof CatalogueError ? new AppError('CATALOG_INVALID', error.message) : error;
  }
}

/**
 * The beginning of a table; of a Parquet file, whose metadata is at its end, the beginning of its rows as CSV. The rest of the
 * upload is read but not kept, so that the client gets its answer.
 */
async function headOf(content: AsyncIterable<Uint8Array>, store: GatewayCatalogs): Promise<Uint8Array> {
  const { first, all } = await peek(content, PEEKED);
  if (!isParquet(uncompressed(first))) return beginningOf(all, false);
  // The file counts among the uploads on disk until it has been read.
  const { spool } = store;
  let bytes = 0;
  const counted = async function* () {
    for await (const chunk of inflated(all, { maxBytes: spool.limit })) {
      spool.take(chunk.length);
      bytes += chunk.length;
      yield chunk;
    }
  };
  const scratchFile = () => store.catalogs.objects.scratchFile();
  try {
    return await beginningOf(uploadText(counted(), { openDatabase: () => store.openDatabase(), scratchFile }), true);
  } finally {
    spool.give(bytes);
  }
}

/** The first bytes of a file that may be gzipped; what is not gzip is as it was. */
function uncompressed(first: Uint8Array): Uint8Array {
  try {
    return gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return first;
  }
}

async function beginningOf(content: AsyncIterable<Uint8Array>, canStop: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    if (bytes < HEAD_LENGTH) chunks.push(chunk);
    else if (canStop) break;
    bytes += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_LENGTH);
}
