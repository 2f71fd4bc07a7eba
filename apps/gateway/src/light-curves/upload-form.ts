import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';
import type { SpooledUpload } from './upload-spool';

/** Maximum number of files in one request: Kepler has 18 quarters, TESS about 100 sectors so far. */
const MAX_FILES = 200;
const MAX_FIELDS = 50;
/** Maximum size of a text field [bytes]. */
const MAX_FIELD_SIZE = 1024;

/** Lets the server accept multipart forms. @param maxBytes largest file */
export async function acceptForms(fastify: FastifyInstance, maxBytes: number): Promise<void> {
  await fastify.register(multipart, {
    limits: {
      fileSize: maxBytes,
      files: MAX_FILES,
      fields: MAX_FIELDS,
      fieldSize: MAX_FIELD_SIZE,
      parts: MAX_FILES + MAX_FIELDS,
    },
  });
}

/**
 * Reads a form: files in the field `files` go to the upload, text fields are returned.
 * @param maxBytes largest sum of all files
 * @throws AppError VALIDATION_FAILED, REQUEST_TOO_LARGE, OVERLOADED
 */
export async function readForm(
  request: FastifyRequest,
  upload: SpooledUpload,
  maxBytes: number,
): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = part.value;
      else await readFile(part, upload, maxBytes);
    }
  } catch (error) {
    throw toFormError(error);
  }
  if (upload.count === 0)
    throw validationError([{ field: 'files', message: 'at least one file is required in the field files' }]);
  return fields;
}

async function readFile({ filename, fieldname, file }: MultipartFile, upload: SpooledUpload, maxBytes: number) {
  const name = filename || 'file';
  if (fieldname !== 'files') {
    file.resume();
    const message = `files must be in the field files, not ${fieldname}`;
    throw validationError([{ field: fieldname, message }]);
  }
  file.once('limit', () => file.destroy(new AppError('REQUEST_TOO_LARGE', `${name} is larger than MAX_BODY_SIZE`)));
  await upload.add(name, file);
  if (upload.size > maxBytes)
    throw new AppError('REQUEST_TOO_LARGE', `The files together are larger than ${maxBytes} bytes`);
}

function toFormError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code?.includes('LIMIT')) return new AppError('REQUEST_TOO_LARGE', message);
  return new AppError('VALIDATION_FAILED', `The form cannot be read: ${message}`);
}
