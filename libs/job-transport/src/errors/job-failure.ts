import { RpcException } from '@nestjs/microservices';
import { isErrorCode } from '@exoplanet/contracts';
import { JobError, type JobFailure, jobFailure } from './job-error';

/** Whatever a handler threw, as an error with a code. Only an `RpcException`, or its content as a filter passes it on, has one. */
export function toJobError(thrown: unknown): JobError {
  if (thrown instanceof JobError) return thrown;
  const content = thrown instanceof RpcException ? thrown.getError() : thrown;
  if (isFailure(content) && !(content instanceof Error)) {
    const { code, message, details } = content;
    return new JobError({ code, details, ...(typeof message === 'string' ? { message } : {}) });
  }
  return new JobError({ code: 'INTERNAL_ERROR', message: 'the handler failed unexpectedly' }, { cause: thrown });
}

/** The failure that a job's `failedReason` holds. A code that this version does not know becomes `INTERNAL_ERROR`. */
export function parseFailure(failedReason: string): JobFailure {
  try {
    const { code, message, details } = JSON.parse(failedReason) as { code: unknown; message: string; details: unknown };
    if (isErrorCode(code)) return jobFailure(code, message, details);
    if (typeof code === 'string') return jobFailure('INTERNAL_ERROR', `${code}: ${message}`, details);
  } catch {
    // Not written by us.
  }
  return jobFailure('INTERNAL_ERROR', 'the job failed in the transport', failedReason);
}

function isFailure(value: unknown): value is Pick<JobFailure, 'code'> & { message?: unknown; details?: unknown } {
  return typeof value === 'object' && value !== null && 'code' in value && isErrorCode(value.code);
}
