import { RpcException } from '@nestjs/microservices';

/** What is told of a failure, on the wire and in a record. */
export interface JobFailure {
  /** Stable name of the kind of failure, for example `TASK_TIMEOUT`. */
  code: string;
  /** One sentence for people. Never holds a stack. */
  message: string;
  /** Whether the same job may succeed when it is run again. */
  retryable: boolean;
  /** Anything JSON that helps the caller, for example the field that was wrong. */
  details?: unknown;
}

/** The codes that the transport itself gives; handlers add their own. */
export const JobErrorCode = {
  /** A handler threw something that has no code. */
  internal: 'INTERNAL_ERROR',
  /** The job was cancelled. */
  cancelled: 'CANCELLED',
  /** One run took longer than `timeout`. */
  timeout: 'TASK_TIMEOUT',
  /** The workers that ran the job died or lost their locks, more than `maxStalledCount` times. */
  workerLost: 'WORKER_LOST',
  /** Redis cannot be reached, does not answer in time or refuses writes. */
  unavailable: 'REDIS_UNAVAILABLE',
  /** The id belongs to another job. */
  conflict: 'IDEMPOTENCY_KEY_REUSED',
  /** One payload is larger than the payload store. */
  tooLarge: 'REQUEST_TOO_LARGE',
  /** The payload store has no room at present. */
  full: 'OUT_OF_MEMORY',
  /** A payload was asked for after its time. */
  expired: 'PAYLOAD_EXPIRED',
} as const;

/**
 * A failure with a stable code. A handler throws it to tell its caller what went wrong; the caller of `send()` gets it
 * again. It is an `RpcException`, so that Nest's filters let it through as it is.
 */
export class JobError extends RpcException implements JobFailure {
  readonly code: string;
  readonly retryable: boolean;
  readonly details?: unknown;

  constructor(failure: Omit<JobFailure, 'retryable'> & { retryable?: boolean }, options?: ErrorOptions) {
    const { code, message, retryable = false, details } = failure;
    super({ code, message, retryable, ...(details === undefined ? {} : { details }) });
    this.name = new.target.name;
    this.code = code;
    this.retryable = retryable;
    this.details = details;
    if (options?.cause !== undefined) this.cause = options.cause;
  }

  toJSON(): JobFailure {
    return this.getError() as JobFailure;
  }
}

/** Redis cannot be reached or does not answer in time: nothing is known to have been done. HTTP 503. */
export class JobsUnavailableError extends JobError {
  constructor(cause?: unknown) {
    super({ code: JobErrorCode.unavailable, message: 'the job queue cannot be reached', retryable: true }, { cause });
  }
}

/** A job of that id exists and carries another request. */
export class JobConflictError extends JobError {
  constructor(id: string) {
    super({ code: JobErrorCode.conflict, message: `job ${id} was submitted with another request` });
  }
}

/** The payload store cannot take a payload: `too large` can never fit (HTTP 413), `full` has no room now (HTTP 503). */
export class PayloadLimitError extends JobError {
  constructor(
    readonly kind: 'too large' | 'full',
    bytes: number,
    limit: number,
  ) {
    super({
      code: kind === 'full' ? JobErrorCode.full : JobErrorCode.tooLarge,
      message:
        kind === 'full'
          ? `the payload store is full: no room for ${bytes} bytes`
          : `the payload has ${bytes} bytes, the store takes ${limit}`,
      retryable: kind === 'full',
      details: { bytes, limit },
    });
  }
}

/** A payload is gone: its time is over, or its job has ended. */
export class PayloadExpiredError extends JobError {
  constructor() {
    super({ code: JobErrorCode.expired, message: 'the payload is no longer kept' });
  }
}
