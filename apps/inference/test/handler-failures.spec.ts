import { MessagePattern } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import { JobError, JOBS, type JobsClient } from '@exoplanet/job-transport';
import { CommandHandler } from '../src/commands/command-handler.decorator';
import { commandOf, startCommandWorker } from './command-worker';

@CommandHandler()
class Failing {
  @MessagePattern('app-error', JOBS)
  appError(): never {
    throw new AppError('MODEL_NOT_FOUND', 'No model "x"');
  }

  @MessagePattern('job-error', JOBS)
  jobError(): never {
    throw new JobError({ code: 'LIGHT_CURVE_INVALID', message: 'not a FITS file', details: { file: 'a.fits' } });
  }

  @MessagePattern('fault', JOBS)
  fault(): never {
    throw new Error('secret path /etc/model');
  }
}

describe('what a handler throws', () => {
  let client: JobsClient;
  beforeEach(async () => {
    ({ client } = await startCommandWorker(Failing));
  });

  const failureOf = async (pattern: string) => {
    const { id } = await client.submit(pattern, {}, { metadata: commandOf(1) });
    return (await client.outcome(pattern, id, 5000))?.error;
  };

  it('becomes the failure of its job, with its code and message', async () => {
    expect(await failureOf('app-error')).toEqual({
      code: 'MODEL_NOT_FOUND',
      message: 'No model "x"',
      retryable: false,
    });
    expect(await failureOf('job-error')).toMatchObject({
      code: 'LIGHT_CURVE_INVALID',
      details: { file: 'a.fits' },
    });
  });

  it('is reported as an internal error without its text where it has no code', async () => {
    expect(await failureOf('fault')).toEqual({
      code: 'INTERNAL_ERROR',
      message: 'The server failed',
      retryable: false,
    });
  });
});
