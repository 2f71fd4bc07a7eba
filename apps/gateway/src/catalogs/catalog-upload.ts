import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError, type CatalogMapping } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';
import { mappingFrom } from './mapping';

/** Maximum size of the mapping [bytes]. */
const MAX_FIELD_SIZE = 64 * 1024;

/** Options of an upload, from a form or the query. */
export interface UploadFields {
  name?: string;
  explain?: string;
  model?: string;
  mapping?: CatalogMapping;
}

/**
 * Reads an upload: the body itself, or the field `file` of a form, whose other fields may stand before or after it.
 * @param store takes the bytes to their end
 * @throws AppError VALIDATION_FAILED, REQUEST_TOO_LARGE
 */
export async function readUpload<T>(
  request: FastifyRequest,
  maxBytes: number,
  store: (content: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<{ stored: T; fields: UploadFields }> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + MAX_FIELD_SIZE) throw tooLarge(maxBytes);
  if (request.isMultipart()) return readForm(request, maxBytes, store);
  const { body } = request;
  if (!(body instanceof Readable)) throw missing();
  // A refusal must leave the connection open, so that its answer arrives.
  const content = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  return { stored: await store(limited(content, maxBytes)), fields: {} };
}

async function readForm<T>(
  request: FastifyRequest,
  maxBytes: number,
  store: (content: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<{ stored: T; fields: UploadFields }> {
  const texts: Record<string, unknown> = {};
  let stored: { value: T } | undefined;
  let filename: string | undefined;
  try {
    // One byte more than allowed, so that `limited` sees what is too large.
    const limits = { files: 1, fileSize: maxBytes + 1, fieldSize: MAX_FIELD_SIZE };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') texts[part.fieldname] = part.value;
      else if (part.fieldname === 'file') {
        filename = part.filename;
        stored = { value: await store(limited(part.file as AsyncIterable<Uint8Array>, maxBytes)) };
      } else {
        part.file.resume();
        throw validationError([{ field: part.fieldname, message: 'the table must be in the field file' }]);
      }
    }
  } catch (error) {
    throw formError(error);
  }
  if (!stored) throw missing();
  const { mapping, ...others } = texts;
  const known = ['name', 'explain', 'model'];
  const unknown = Object.keys(others).find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw validationError([
      { field: unknown.slice(0, 100), message: `a form takes the fields file, mapping, ${known.join(', ')}` },
    ]);
  return {
    stored: stored.value,
    fields: {
      ...(filename ? { name: filename } : {}),
      ...(others as Record<string, string>),
      ...(mapping === undefined || mapping === '' ? {} : { mapping: mappingFrom(mapping) }),
    },
  };
}

async function* limited(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
  if (bytes === 0) throw missing();
}

const tooLarge = (maxBytes: number) =>
  new AppError('REQUEST_TOO_LARGE', `The table is larger than MAX_CATALOG_SIZE, ${maxBytes} bytes`);
const missing = () =>
  validationError([{ field: 'file', message: 'send the table as the body, or in the field file of a form' }]);

function formError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code?.includes('LIMIT')) return new AppError('REQUEST_TOO_LARGE', message);
  if (code?.startsWith('FST_') || /multipart|Unexpected end of form|boundary/i.test(message ?? ''))
    return new AppError('VALIDATION_FAILED', `The form cannot be read: ${message}`);
  return error;
}
