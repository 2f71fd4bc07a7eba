import { RpcException } from '@nestjs/microservices';
import { boundedText, type ErrorCode, ERRORS } from '@exoplanet/contracts';

/** Why a job failed, on the wire and in a record. */
export interface JobFailure {
  code: ErrorCode;
  /** One sentence for people. Never holds a stack. */
  message: string;
  /** Whether the same job may succeed when it runs again, as the catalogue says of the code. */
  retryable: boolean;
  /** Anything JSON that helps the caller, for example the field that was wrong. */
  details?: unknown;
}

/** A failure of the code: its title where no message is given. */
export function jobFailure(code: ErrorCode, message: string = ERRORS[code].title, details?: unknown): JobFailure {
  const { retryable } = ERRORS[code];
  return { code, message: boundedText(message), retryable, ...(details === undefined ? {} : { details }) };
}

/**
 * A failure with a code of the catalogue. A handler throws it, and the caller of `send()` receives it. It is an
 * `RpcException`, so that Nest's own filters pass it on unchanged.
 */
export class JobError extends RpcException implements JobFailure {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details?: unknown;

  constructor(failure: { code: ErrorCode; message?: string; details?: unknown }, options?: ErrorOptions) {
    const complete = jobFailure(failure.code, failure.message, failure.details);
    super(complete);
    this.name = new.target.name;
    this.code = complete.code;
    this.retryable = complete.retryable;
    this.details = complete.details;
    if (options?.cause !== undefined) this.cause = options.cause;
  }

  toJSON(): JobFailure {
    return this.getError() as JobFailure;
  }
}

/** Replies of a Redis that is up but cannot serve, and what they mean where an operator has to act. */
const REFUSALS: Readonly<Record<string, string | undefined>> = {
  MISCONF: 'Redis accepts no writes, because it cannot write its file: its disk may be full',
  OOM: 'Redis accepts no writes, because its memory is full (maxmemory)',
  NOREPLICAS: 'Redis accepts no writes, because it has too few replicas (min-replicas-to-write)',
  NOAUTH: 'Redis asks for a password',
  WRONGPASS: 'Redis refuses the user or the password',
  NOPERM: 'Redis refuses a command: its user lacks a permission',
  LOADING: undefined,
  READONLY: undefined,
  BUSY: undefined,
  MASTERDOWN: undefined,
  CLUSTERDOWN: undefined,
};

const replyCode = (error: Error): string => error.message.split(' ', 1)[0];

/** Whether an error is the reply of a Redis that is up but cannot serve. */
export const isRefusal = (error: Error): boolean => error.name === 'ReplyError' && replyCode(error) in REFUSALS;

/** Redis cannot be reached, does not answer in time or refuses: whether the command was executed is not known. */
export class JobsUnavailableError extends JobError {
  constructor(cause?: unknown) {
    const meaning = cause instanceof Error && isRefusal(cause) ? REFUSALS[replyCode(cause)] : undefined;
    super({ code: 'REDIS_UNAVAILABLE', ...(meaning ? { message: meaning } : {}) }, { cause });
  }
}

/** A job of that id exists and carries another request. */
export class JobConflictError extends JobError {
  constructor(id: string) {
    super({ code: 'IDEMPOTENCY_KEY_REUSED', details: { id } });
  }
}

/** The payload store cannot take a payload: `too large` can never fit, `full` has no room at present. */
export class PayloadLimitError extends JobError {
  constructor(
    readonly kind: 'too large' | 'full',
    bytes: number,
    limit: number,
  ) {
    const details = { bytes, limit };
    super(
      kind === 'full'
        ? { code: 'OUT_OF_MEMORY', message: `the payload store is full: no room for ${bytes} bytes`, details }
        : {
            code: 'REQUEST_TOO_LARGE',
            message: `the payload has ${bytes} bytes; the store accepts at most ${limit}`,
            details,
          },
    );
  }
}

/** A payload is no longer kept: it has expired, or its job has ended. */
export class PayloadExpiredError extends JobError {
  constructor() {
    super({ code: 'PAYLOAD_EXPIRED' });
  }
}
