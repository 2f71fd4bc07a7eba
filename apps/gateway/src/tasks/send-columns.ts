import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { COLUMNS_MEDIA_TYPE, columnsJson, decodeColumns } from '@exoplanet/contracts';

const inflated = promisify(gunzip);

/** What the headers of a request ask for. */
export interface Wanted {
  accept?: string;
  'accept-encoding'?: string;
}

/**
 * Sends a table in the form and the encoding that the client wants. The binary form goes out as it was stored where the
 * client accepts gzip; JSON is written piece by piece, so that a long curve does not hold up other requests.
 * @param stored a table in the binary form, gzipped
 */
export async function sendColumns(reply: FastifyReply, stored: Buffer, wanted: Wanted): Promise<void> {
  const isBinary = wanted.accept?.includes(COLUMNS_MEDIA_TYPE) ?? false;
  const isGzip = acceptsGzip(wanted['accept-encoding']);
  void reply.header('vary', 'Accept, Accept-Encoding');
  if (isGzip) void reply.header('content-encoding', 'gzip');
  if (isBinary) {
    void reply.type(COLUMNS_MEDIA_TYPE).send(isGzip ? stored : await inflated(stored));
    return;
  }
  const json = Readable.from(columnsJson(decodeColumns(await inflated(stored))));
  void reply.type('application/json; charset=utf-8').send(isGzip ? json.pipe(createGzip()) : json);
}

/** Whether the header names gzip, or everything, with another weight than zero (RFC 9110, 12.5.3). */
function acceptsGzip(header = ''): boolean {
  return header.split(',').some((part) => {
    const [coding, ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return (coding === 'gzip' || coding === '*') && !parameters.some((weight) => /^q=0(\.0*)?$/.test(weight));
  });
}
