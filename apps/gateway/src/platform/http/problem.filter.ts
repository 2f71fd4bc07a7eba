import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, ERRORS } from '@exoplanet/contracts';
import { JobError } from '@exoplanet/job-transport';
import { frameworkErrorCode } from './framework-errors';
import { problemOf } from './problem';

/** Seconds until a caller may try again when something is unavailable. */
const RETRY_AFTER = 1;

/** Turns whatever is thrown while a request is handled into a problem answer (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly debug: boolean) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    if (reply.sent) return;
    const error = toAppError(thrown, this.debug);
    if (error.code === 'INTERNAL_ERROR') this.logger.error({ request_id: request.id, err: thrown });
    sendProblem(reply, request, error);
  }
}

/** Clients of the Open Inference Protocol read the text from a member of this name. */
const protocolMember = ({ url }: FastifyRequest, { message }: AppError): { error?: string } =>
  url.startsWith('/v2/') ? { error: message } : {};

/** Answers with the problem of an error. Fastify's hooks, which run before Nest, use it too. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, error: AppError): void {
  const { status } = ERRORS[error.code];
  if ((status === 503 || status === 429) && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', String(RETRY_AFTER));
  if (error.code === 'UNAUTHORIZED' && !reply.hasHeader('www-authenticate'))
    void reply.header('www-authenticate', 'Bearer');
  if (typeof error.extra?.allow === 'string') void reply.header('allow', error.extra.allow);
  void reply
    .status(status)
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

/** The error of the catalogue for anything thrown. */
export function toAppError(thrown: unknown, debug: boolean): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof JobError) return new AppError(thrown.code, thrown.message);
  // Recursive readers, such as the validators, run out of stack on a body that is nested thousands of levels deep.
  if (thrown instanceof RangeError && thrown.message.includes('call stack'))
    return new AppError('VALIDATION_FAILED', 'The request is nested too deeply');
  // The client closed its connection while its body was read, so nobody reads this answer.
  if (
    thrown instanceof Error &&
    thrown.message === 'aborted' &&
    (thrown as NodeJS.ErrnoException).code === 'ECONNRESET'
  )
    return new AppError('REQUEST_TIMEOUT');
  const code = frameworkErrorCode(thrown);
  const message = thrown instanceof Error && (debug || code !== 'INTERNAL_ERROR') ? thrown.message : undefined;
  return new AppError(code, message);
}
