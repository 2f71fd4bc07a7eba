import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, ERRORS } from '@exoplanet/contracts';
import { problemOf } from './problem';

/** Answers bytes that are not a request. There is no reply object for them, but the answer has the form of every other error. */
export function answerMalformedHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  // Nobody is there to read an answer, or one is being written.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const { code, message } = appErrorOf(error);
  const { status } = ERRORS[code];
  const body = JSON.stringify(problemOf(code, message, randomUUID()));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function appErrorOf({ code }: NodeJS.ErrnoException): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('HEADERS_TOO_LARGE');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('REQUEST_TIMEOUT', 'The request did not arrive in time');
  return new AppError('VALIDATION_FAILED', 'The connection did not carry a valid HTTP request');
}

/** Handles requests with an expectation that is not known like others (RFC 9110, 10.1.1, allows it); Node would answer 417. */
export function ignoreExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
