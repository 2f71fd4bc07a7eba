import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation.pipe';

/** Maximum number of files in one request: Kepler has 18 quarters, TESS about 100 sectors so far. */
const MAX_FILES = 200;
const MAX_FIELDS = 50;
/** Maximum size of a text field [bytes]. */
const MAX_FIELD_SIZE = 1024;

export interface UploadForm {
  files: { name: string; bytes: Uint8Array }[];
  fields: Record<string, unknown>;
}

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
    throwFileSizeLimit: true,
  });
}

/**
 * Reads a form: files in the field `files`, and text fields.
 * @param maxBytes largest sum of all files
 * @throws AppError VALIDATION_FAILED, REQUEST_TOO_LARGE
 */
export async function readForm(request: FastifyRequest, maxBytes: number): Promise<UploadForm> {
  const form: UploadForm = { files: [], fields: {} };
  let bytes = 0;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') form.fields[part.fieldname] = part.value;
      else {
        const file = await readFile(part);
        bytes += file.bytes.byteLength;
        if (bytes > maxBytes)
          throw new AppError('REQUEST_TOO_LARGE', `The files together are larger than ${maxBytes} bytes`);
        form.files.push(file);
      }
    }
  } catch (error) {
    throw toFormError(error);
  }
  if (form.files.length === 0)
    throw validationError([{ field: 'files', message: 'at least one file is required in the field files' }]);
  return form;
}

async function readFile(part: MultipartFile): Promise<UploadForm['files'][number]> {
  const name = part.filename || 'file';
  if (part.fieldname !== 'files') {
    part.file.resume();
    const message = `files must be in the field files, not ${part.fieldname}`;
    throw validationError([{ field: part.fieldname, message }]);
  }
  try {
    return { name, bytes: await part.toBuffer() };
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE')
      throw new AppError('REQUEST_TOO_LARGE', `${name} is larger than MAX_BODY_SIZE`);
    throw error;
  }
}

function toFormError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code?.includes('LIMIT')) return new AppError('REQUEST_TOO_LARGE', message);
  return new AppError('VALIDATION_FAILED', `The form cannot be read: ${message}`);
}
