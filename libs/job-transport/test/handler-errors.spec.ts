import { BadRequestException, Controller, ParseIntPipe } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { firstValueFrom, of, throwError } from 'rxjs';
import { beforeEach, expect, it } from 'vitest';
import { JobContext, JobError, JOBS, type JobsClient } from '../src/index';
import { startClient, startWorker, uniquePrefix } from './support/system';

let client: JobsClient;
let prefix: string;
let runs: number[];

@Controller()
class Faulty {
  @MessagePattern('refuse', JOBS)
  refuse(@Ctx() context: JobContext): never {
    runs.push(context.attempt);
    throw new JobError({ code: 'LIGHT_CURVE_INVALID', message: 'not a FITS file', details: { field: 'file' } });
  }

  @MessagePattern('recover', JOBS)
  recover(@Payload() _data: unknown, @Ctx() context: JobContext): string {
    runs.push(context.attempt);
    if (context.attempt < 3) throw new JobError({ code: 'OUT_OF_MEMORY', message: 'try again' });
    return 'recovered';
  }

  @MessagePattern('exhaust', JOBS)
  exhaust(@Payload() _data: unknown, @Ctx() context: JobContext): never {
    runs.push(context.attempt);
    throw new JobError({ code: 'OUT_OF_MEMORY', message: 'try again' });
  }

  @MessagePattern('crash', JOBS)
  crash(@Payload() _data: unknown, @Ctx() context: JobContext): never {
    runs.push(context.attempt);
    throw new Error('secret path /etc/model');
  }

  @MessagePattern('rpc', JOBS)
  rpc() {
    return throwError(() => new RpcException({ code: 'MODEL_NOT_FOUND', message: 'no such model' }));
  }

  @MessagePattern('piped', JOBS)
  piped(
    @Payload(new ParseIntPipe({ exceptionFactory: (message) => new JobError({ code: 'VALIDATION_FAILED', message }) }))
    value: number,
  ): number {
    return value;
  }

  @MessagePattern('http', JOBS)
  http(): never {
    throw new BadRequestException('an HTTP error');
  }

  @MessagePattern('stream', JOBS)
  stream() {
    return of(1, 2, 3);
  }

  @EventPattern('event', JOBS)
  event(@Payload() _data: unknown): unknown {
    throw new JobError({ code: 'CONFLICT', message: 'an event handler failed' });
  }
}

beforeEach(async () => {
  runs = [];
  prefix = uniquePrefix();
  await startWorker(Faulty, { prefix, name: 'w' });
  client = startClient({ prefix, backoff: 20 });
});

const failureOf = (pattern: string) =>
  firstValueFrom(client.send(pattern, 'x')).then(
    () => expect.unreachable(),
    (error: JobError) => error,
  );

it('brings the error of a handler to the caller with its code, after one run', async () => {
  const error = await failureOf('refuse');
  expect(error).toBeInstanceOf(JobError);
  expect(error).toMatchObject({
    code: 'LIGHT_CURVE_INVALID',
    message: 'not a FITS file',
    retryable: false,
    details: { field: 'file' },
  });
  expect(runs).toHaveLength(1);
});

it('runs a command again after a retryable error', async () => {
  expect(await firstValueFrom(client.send('recover', {}))).toBe('recovered');
  expect(runs).toEqual([1, 2, 3]);
});

it('fails with the code of a retryable error when the attempts are used up', async () => {
  const { id } = await client.submit('exhaust', {});
  expect(await client.outcome('exhaust', id, 5000)).toMatchObject({
    state: 'failed',
    attempts: 3,
    error: { code: 'OUT_OF_MEMORY', retryable: true },
  });
  expect(runs).toEqual([1, 2, 3]);
});

it('reveals nothing of an unexpected error but that there was one, after one run', async () => {
  const error = await failureOf('crash');
  expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false });
  expect(JSON.stringify(error)).not.toContain('/etc/model');
  expect(runs).toEqual([1]);
  expect(await failureOf('http')).toMatchObject({ code: 'INTERNAL_ERROR' });
});

it('uses the code of an RpcException, of a pipe and of an event handler', async () => {
  expect(await failureOf('rpc')).toMatchObject({ code: 'MODEL_NOT_FOUND', message: 'no such model', retryable: false });
  expect(await failureOf('piped')).toMatchObject({ code: 'VALIDATION_FAILED' });
  const { id } = await client.submit('event', {});
  expect(await client.outcome('event', id, 5000)).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
});

it('returns the last value of a stream', async () => {
  expect(await firstValueFrom(client.send('stream', {}))).toBe(3);
});

it('gives the same record of a failure from the event and from Redis', async () => {
  const { id } = await client.submit('refuse', {});
  const fromEvent = await client.outcome('refuse', id, 5000);
  const fromRedis = await startClient({ prefix }).find('refuse', id);
  const plain = (record: unknown) => JSON.parse(JSON.stringify(record)) as unknown;
  expect(plain(fromRedis)).toEqual(plain(fromEvent));
});
