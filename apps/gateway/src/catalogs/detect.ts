import type { FastifyRequest } from 'fastify';
import { CatalogueError, detectTable, HEAD_LENGTH, peek, type TableDetection } from '@exoplanet/catalog';
import { isParquet, uploadText } from '@exoplanet/catalog-store';
import { AppError } from '@exoplanet/contracts';
import type { CatalogStore } from './catalog-store.provider';
import { readUpload } from './catalog-upload';
import { mappingFrom } from './mapping';

/** Detects how the table of a request would be understood. @throws AppError VALIDATION_FAILED, CATALOG_INVALID */
export async function detect(
  request: FastifyRequest,
  maxBytes: number,
  store: CatalogStore,
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
 * The beginning of a table. A Parquet file has its description at its end, so the beginning of its rows as CSV. The rest of the upload is read
 * too, so that the client gets its answer, but it is not kept.
 */
async function headOf(content: AsyncIterable<Uint8Array>, store: CatalogStore): Promise<Uint8Array> {
  const { first, all } = await peek(content, 4);
  if (!isParquet(first)) return beginningOf(all, false);
  const scratchFile = () => store.catalogs.objects.scratchFile();
  return beginningOf(uploadText(all, { openDatabase: () => store.openDatabase(), scratchFile }), true);
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
