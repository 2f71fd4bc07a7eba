import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { expect, it } from 'vitest';
import { JobContext, JOBS, type RunEnd } from '../src/index';
import { startClient, startWorker, uniquePrefix } from './support/system';

it('fails a run that takes too long with TASK_TIMEOUT, once, whether or not the handler reacts to the signal', async () => {
  const prefix = uniquePrefix();
  const runs: string[] = [];
  let reason: unknown;
  @Controller()
  class Slow {
    @MessagePattern('ignoring', JOBS)
    async ignoring(): Promise<void> {
      runs.push('ignoring');
      await delay(1000);
    }

    @MessagePattern('obeying', JOBS)
    async obeying(@Payload() _data: unknown, @Ctx() { signal }: JobContext): Promise<void> {
      runs.push('obeying');
      await delay(60_000, undefined, { signal }).catch(() => void (reason = signal.reason));
    }

    @MessagePattern('quick', JOBS)
    quick(): string {
      return 'in time';
    }
  }
  const ends: RunEnd[] = [];
  await startWorker(Slow, { prefix, timeout: 100, onRunEnd: (end) => ends.push(end) });
  const client = startClient({ prefix });
  for (const pattern of ['ignoring', 'obeying']) {
    const { id } = await client.submit(pattern, {});
    const record = await client.outcome(pattern, id, 900);
    expect(record).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code: 'TASK_TIMEOUT', retryable: false, details: { timeout: 100 } },
    });
  }
  expect(reason).toMatchObject({ code: 'TASK_TIMEOUT' });
  const { id } = await client.submit('quick', {});
  expect(await client.outcome('quick', id, 900)).toMatchObject({ state: 'completed' });
  expect(runs).toEqual(['ignoring', 'obeying']);
  expect(ends.map(({ pattern, outcome }) => [pattern, outcome])).toEqual([
    ['ignoring', 'failed'],
    ['obeying', 'failed'],
    ['quick', 'completed'],
  ]);
  expect(ends[0].milliseconds).toBeGreaterThanOrEqual(99);
});
