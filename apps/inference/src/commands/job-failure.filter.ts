import { type ArgumentsHost, Catch, Logger, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { AppError } from '@exoplanet/contracts';
import { type JobContext, JobError } from '@exoplanet/job-transport';
import { inRequestContext } from './request-context';

/** Turns whatever a handler throws into the failure of its job. An error without a code is a bug: it is logged in full and reported as `INTERNAL_ERROR`. */
@Catch()
export class JobFailureFilter implements RpcExceptionFilter<unknown> {
  private readonly logger = new Logger('commands');

  catch(thrown: unknown, host: ArgumentsHost): Observable<never> {
    return throwError(() => this.failureOf(thrown, host.switchToRpc().getContext<JobContext>()));
  }

  private failureOf(thrown: unknown, context: JobContext): JobError {
    if (thrown instanceof JobError) return thrown;
    if (thrown instanceof AppError) return new JobError({ code: thrown.code, message: thrown.message });
    // After an abort the reason of the abort is the failure, whatever the handler throws.
    if (!context.signal.aborted)
      inRequestContext({ id: context.id, metadata: context.getMetadata() }, () => this.logger.error(thrown));
    return new JobError({ code: 'INTERNAL_ERROR' }, { cause: thrown });
  }
}
