import { createGunzip, createInflate } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { sendProblem } from './problem.filter';

/**
 * Accepts bodies with `Content-Encoding: gzip` or `deflate`; the limits of a body apply to its inflated size. Other encodings
 * are rejected, and so are forms, whose files may be gzipped themselves.
 */
export function inflateBodies(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const { 'content-encoding': encoding, 'content-type': type, 'content-length': length } = request.headers;
    if (encoding === undefined || encoding === 'identity') return done(null, payload);
    const [, method] = /^(?:x-)?(gzip|deflate)$/i.exec(encoding) ?? [];
    if (!method || type?.startsWith('multipart/')) {
      const message = `The content encoding ${JSON.stringify(encoding.slice(0, 32))} is not supported here; gzip and deflate are, for JSON`;
      return sendProblem(reply, request, new AppError('UNSUPPORTED_MEDIA_TYPE', message));
    }
    const inflate = method.toLowerCase() === 'gzip' ? createGunzip() : createInflate();
    const inflated: RequestPayload = inflate;
    inflated.once('error', (error) =>
      Object.assign(error, {
        code: 'FST_ERR_CTP_INVALID_JSON_BODY',
        message: `The ${method} body cannot be inflated: ${error.message}`,
      }),
    );
    payload.on('error', (error) => inflate.destroy(error));
    // Fastify compares this with Content-Length.
    inflated.receivedEncodedLength = Number(length ?? 0);
    done(null, payload.pipe(inflate));
  });
}

/** Treats an empty body as no body, whatever its content type: `curl --data ''` sends one with the type of a form. */
export function ignoreEmptyBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    if (headers['content-length'] === '0') delete headers['content-type'];
    done();
  });
}
