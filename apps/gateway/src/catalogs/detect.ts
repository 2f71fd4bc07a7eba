import type { FastifyRequest } from 'fastify';
import { CatalogueError, detectTable, HEAD_LENGTH, type TableDetection } from '@exoplanet/catalog';
import { AppError } from '@exoplanet/contracts';
import { readUpload } from './catalog-upload';
import { mappingFrom } from './mapping';

/** Says how the table of a request would be understood. @throws AppError VALIDATION_FAILED, CATALOG_INVALID */
export async function detect(request: FastifyRequest, maxBytes: number, mapping?: string): Promise<TableDetection> {
  const { stored: head, fields } = await readUpload(request, maxBytes, headOf);
  const given = fields.mapping ?? (mapping ? mappingFrom(mapping) : undefined);
  try {
    return await detectTable(head, given);
  } catch (error) {
    throw error instanceof CatalogueError ? new AppError('CATALOG_INVALID', error.message) : error;
  }
}

/** The beginning of a table. The rest is read too, so that the client gets its answer, but it is not kept. */
async function headOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    if (bytes < HEAD_LENGTH) chunks.push(chunk);
    bytes += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_LENGTH);
}
