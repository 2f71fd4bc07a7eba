import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '@exoplanet/contracts';
import {
  JobConflictError,
  JobsUnavailableError,
  PayloadExpiredError,
  PayloadLimitError,
} from '@exoplanet/job-transport';
import { problemOf } from './problem';
import type { RouteTable } from './route-table';

/** Seconds after which a caller may try again when something is down. */
const RETRY_AFTER = 1;

/** Turns whatever is thrown while a request is handled into a problem answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  /** Known once the application's routes are. */
  routes?: RouteTable;

  constructor(private readonly debug: boolean) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    if (reply.sent) return;
    const error = this.wrongMethod(thrown, request) ?? toAppError(thrown, this.debug);
    if (error.code === 'INTERNAL_ERROR') this.logger.error({ request_id: request.id, err: thrown });
    sendProblem(reply, request, error);
  }

  /** Fastify calls a known path with another method not found. */
  private wrongMethod(thrown: unknown, request: FastifyRequest): AppError | undefined {
    if (!(thrown instanceof NotFoundException)) return undefined;
    const methods = this.routes?.methodsOf(request.url) ?? [];
    if (methods.length === 0 || methods.includes(request.method)) return undefined;
    const allow = methods.join(', ');
    return new AppError('METHOD_NOT_ALLOWED', `${request.method} is not taken here; taken are ${allow}`, undefined, {
      allow,
    });
  }
}

/** Clients of the Open Inference Protocol look for the text in a member of this name. */
const protocolMember = ({ url }: FastifyRequest, { message }: AppError): { error?: string } =>
  url.startsWith('/v2/') ? { error: message } : {};

/** Answers with the problem of an error. Also used by Fastify's own handlers, before Nest is reached. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, error: AppError): void {
  if (error.status === 503 || error.status === 429) void reply.header('retry-after', String(RETRY_AFTER));
  if (error.code === 'UNAUTHORIZED' && !reply.hasHeader('www-authenticate'))
    void reply.header('www-authenticate', 'Bearer');
  if (error.code === 'METHOD_NOT_ALLOWED' && error.extra?.allow) void reply.header('allow', String(error.extra.allow));
  void reply
    .status(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify(
        problemOf(error.code, error.message, String(request.id), error.errors, {
          ...error.extra,
          ...protocolMember(request, error),
        }),
      ),
    );
}

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_JSON',
  FST_ERR_BAD_URL: 'NOT_FOUND',
};

const STATUS_CODES: Record<number, ErrorCode> = {
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

/** The error of ours that stands for anything thrown. */
export function toAppError(thrown: unknown, debug: boolean): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof JobsUnavailableError)
    return new AppError('REDIS_UNAVAILABLE', debug ? thrown.message : undefined);
  if (thrown instanceof JobConflictError) return new AppError('IDEMPOTENCY_KEY_REUSED');
  if (thrown instanceof PayloadExpiredError) return new AppError('PAYLOAD_EXPIRED');
  if (thrown instanceof PayloadLimitError)
    return new AppError(thrown.kind === 'full' ? 'OUT_OF_MEMORY' : 'REQUEST_TOO_LARGE', thrown.message);
  const { code, statusCode, message } = (thrown ?? {}) as { code?: string; statusCode?: number; message?: string };
  if (code && FASTIFY_CODES[code]) return new AppError(FASTIFY_CODES[code], message);
  if (thrown instanceof SyntaxError && statusCode === 400) return new AppError('MALFORMED_JSON', thrown.message);
  const status = thrown instanceof HttpException ? thrown.getStatus() : (statusCode ?? 500);
  if (status < 500) return new AppError(STATUS_CODES[status] ?? 'VALIDATION_FAILED', message);
  return new AppError('INTERNAL_ERROR', debug && message ? message : undefined);
}
