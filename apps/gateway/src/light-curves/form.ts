import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { validationError } from '../http/validation';

/** Most files in one request: all quarters of Kepler are 18, all sectors of TESS so far about 100. */
const MOST_FILES = 200;

export interface Form {
  files: { name: string; bytes: Uint8Array }[];
  fields: Record<string, unknown>;
}

/** Lets the server take multipart forms. @param limit largest form [bytes] */
export async function acceptForms(fastify: FastifyInstance, limit: number): Promise<void> {
  await fastify.register(multipart, {
    limits: { fileSize: limit, files: MOST_FILES, fields: 50, fieldSize: 1024, parts: MOST_FILES + 50 },
    throwFileSizeLimit: true,
  });
}

/** Reads a form: files in the field `files`, and text fields. @throws AppError */
export async function readForm(request: FastifyRequest, limit: number): Promise<Form> {
  const form: Form = { files: [], fields: {} };
  let bytes = 0;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') form.fields[part.fieldname] = part.value;
      else {
        const file = await readFile(part);
        bytes += file.bytes.byteLength;
        if (bytes > limit) throw new AppError('REQUEST_TOO_LARGE', `The files have more than ${limit} bytes together`);
        form.files.push(file);
      }
    }
  } catch (error) {
    throw asAppError(error);
  }
  if (form.files.length === 0)
    throw validationError([{ field: 'files', message: 'at least one file is needed in the field files' }]);
  return form;
}

async function readFile(part: MultipartFile): Promise<{ name: string; bytes: Uint8Array }> {
  const name = part.filename || 'file';
  if (part.fieldname !== 'files') {
    part.file.resume();
    throw validationError([{ field: part.fieldname, message: `files go into the field files, not ${part.fieldname}` }]);
  }
  try {
    return { name, bytes: await part.toBuffer() };
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE')
      throw new AppError('REQUEST_TOO_LARGE', `${name} is larger than MAX_BODY_SIZE`);
    throw error;
  }
}

function asAppError(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof AppError || !code)
    return error instanceof AppError ? error : new AppError('VALIDATION_FAILED', `The form cannot be read: ${message}`);
  if (code.includes('LIMIT')) return new AppError('REQUEST_TOO_LARGE', message);
  return new AppError('VALIDATION_FAILED', `The form cannot be read: ${message}`);
}
