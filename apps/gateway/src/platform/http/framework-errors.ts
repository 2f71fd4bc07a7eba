import { HttpException } from '@nestjs/common';
import type { ErrorCode } from '@exoplanet/contracts';

/** Errors that Fastify, its parsers or Nest throw, by their code or HTTP status. */
const FRAMEWORK_CODES: Readonly<Record<string | number, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_JSON',
  FST_ERR_BAD_URL: 'NOT_FOUND',
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'REQUEST_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};

/** The code of the catalogue for an error that is not ours. */
export function frameworkErrorCode(thrown: unknown): ErrorCode {
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && Object.hasOwn(FRAMEWORK_CODES, code)) return FRAMEWORK_CODES[code];
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : typeof statusCode === 'number' ? statusCode : 500;
  // Fastify's JSON parser throws a plain SyntaxError.
  if (thrown instanceof SyntaxError && status === 400) return 'MALFORMED_JSON';
  if (status >= 500) return 'INTERNAL_ERROR';
  return FRAMEWORK_CODES[status] ?? 'VALIDATION_FAILED';
}
