import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { SMALL_BODY } from '../platform/http/json-body';
import { isTooDeep, nestedTooDeep } from '../platform/http/json-depth';
import { validationError } from '../platform/http/validation-error';
import type { OutputTensor } from './output-tensors';

/** Length of the JSON before the tensors [bytes]: a header of the protocol's binary tensor data extension. */
export const HEADER_LENGTH = 'inference-header-content-length';
/** Content type that such a body gets here, whatever the client sent. */
const BINARY = 'application/vnd.open-inference-protocol';
const INFER = /^\/v2\/models\/[^?]*\/infer\/?(\?|$)/;

/**
 * Accepts inference requests as Triton and KServe clients send them: without a content type, and with binary tensors after
 * the JSON. The `data` of such an input becomes its bytes.
 */
export function acceptTensors(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ url, headers }, _reply, done) => {
    if (INFER.test(url)) headers['content-type'] = typeOf(headers);
    done();
  });
  fastify.addContentTypeParser(BINARY, { parseAs: 'buffer' }, ({ headers }: FastifyRequest, body: Buffer, done) => {
    try {
      done(null, readBinaryBody(headers, body));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Without the length of the JSON, bytes are JSON to their end. */
function typeOf({ [HEADER_LENGTH]: length, 'content-type': type = 'application/json' }: IncomingHttpHeaders): string {
  if (length !== undefined) return BINARY;
  return type.startsWith('application/octet-stream') ? 'application/json' : type;
}

/** Parses the JSON at the start of a body and assigns the bytes after it to their inputs. @throws AppError */
function readBinaryBody(headers: IncomingHttpHeaders, body: Buffer): unknown {
  const length = Number(headers[HEADER_LENGTH]);
  if (!Number.isInteger(length) || length < 0 || length > body.length)
    throw wrong(
      'Inference-Header-Content-Length',
      `must be the length of the JSON, at most the ${body.length} bytes of the body`,
    );
  // It is parsed on the event loop.
  if (length > SMALL_BODY)
    throw wrong(
      'Inference-Header-Content-Length',
      `must be at most ${SMALL_BODY}: put the values of the tensor behind the JSON, or send JSON alone without this header`,
    );
  const json = parse(body.toString('utf8', 0, length));
  let at = length;
  for (const [index, input] of inputsOf(json).entries()) {
    const size = input.parameters?.binary_data_size;
    if (size === undefined) continue;
    if (!Number.isInteger(size) || (size as number) < 0 || at + (size as number) > body.length)
      throw wrong(
        `inputs[${index}].parameters.binary_data_size`,
        'must be the length of the tensor, and the body must contain that many bytes',
      );
    input.data = body.subarray(at, (at += size as number));
  }
  if (at !== body.length) throw wrong('', `the body has ${body.length - at} bytes that belong to no input`);
  return json;
}

/** The numbers of a little-endian tensor of `count` values. NaN becomes null, which stands for an unknown value. @throws AppError */
export function numbersOf(bytes: Buffer, datatype: 'FP32' | 'FP64', count: number): (number | null)[] {
  const size = datatype === 'FP32' ? 4 : 8;
  if (bytes.length !== count * size)
    throw wrong('inputs[0].data', `has ${bytes.length} bytes, but shape asks for ${count * size} bytes of ${datatype}`);
  return Array.from({ length: count }, (_, index) => {
    const value = datatype === 'FP32' ? bytes.readFloatLE(index * size) : bytes.readDoubleLE(index * size);
    return Number.isNaN(value) ? null : value;
  });
}

/** An answer whose binary outputs follow its JSON instead of being in it. */
export function binaryBody(
  answer: { outputs: OutputTensor[] },
  isBinary: (output: string) => boolean,
): { headerLength: number; body: Buffer } {
  const tensors: Buffer[] = [];
  const outputs = answer.outputs.map(({ data, ...output }) => {
    if (!isBinary(output.name)) return { ...output, data };
    const bytes = Buffer.concat(data.map((value) => bytesOf(value, output.datatype)));
    tensors.push(bytes);
    return { ...output, parameters: { binary_data_size: bytes.length } };
  });
  const header = Buffer.from(JSON.stringify({ ...answer, outputs }));
  return { headerLength: header.length, body: Buffer.concat([header, ...tensors]) };
}

function bytesOf(value: number | boolean | string, datatype: OutputTensor['datatype']): Buffer {
  switch (datatype) {
    case 'BOOL':
      return Buffer.of(value ? 1 : 0);
    case 'FP32':
      return Buffer.from(Float32Array.of(value as number).buffer);
    case 'FP64':
      return Buffer.from(Float64Array.of(value as number).buffer);
    case 'BYTES': {
      const text = Buffer.from(value as string);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return Buffer.concat([length, text]);
    }
  }
}

interface BinaryInput {
  parameters?: { binary_data_size?: unknown };
  data?: unknown;
}

const inputsOf = (json: unknown): BinaryInput[] => {
  const { inputs } = (json ?? {}) as { inputs?: unknown };
  return Array.isArray(inputs)
    ? inputs.filter((input): input is BinaryInput => typeof input === 'object' && input !== null)
    : [];
};

function parse(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('MALFORMED_JSON', (error as Error).message);
  }
  if (isTooDeep(json)) throw nestedTooDeep();
  return json;
}

const wrong = (field: string, message: string): AppError =>
  validationError([{ field, message: field ? `${field} ${message}` : message }]);
