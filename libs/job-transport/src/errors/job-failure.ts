import { RpcException } from '@nestjs/microservices';
import { JobError, JobErrorCode, type JobFailure } from './job-error';

/** Whatever a handler threw, as an error with a code. Only `RpcException` and its payload, which filters hand on, carry one. */
export function toJobError(thrown: unknown): JobError {
  if (thrown instanceof JobError) return thrown;
  const payload = thrown instanceof RpcException ? thrown.getError() : thrown;
  if (hasCode(payload) && !(payload instanceof Error)) {
    const { code, message, retryable, details } = payload;
    return new JobError({
      code,
      message: typeof message === 'string' ? message : code,
      retryable: retryable === true,
      details,
    });
  }
  return new JobError({ code: JobErrorCode.internal, message: 'the handler failed unexpectedly' }, { cause: thrown });
}

/** The failure that is written in a job's `failedReason`. */
export function parseFailure(failedReason: string): JobFailure {
  try {
    const { code, message, retryable, details } = JSON.parse(failedReason) as JobFailure;
    return { code, message, retryable, ...(details === undefined ? {} : { details }) };
  } catch {
    return {
      code: JobErrorCode.internal,
      message: 'the job failed in the transport',
      retryable: false,
      details: failedReason,
    };
  }
}

function hasCode(value: unknown): value is { code: string; message?: unknown; retryable?: unknown; details?: unknown } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
