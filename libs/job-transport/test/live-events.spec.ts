import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { expect, it } from 'vitest';
import { JobContext, JobError, type JobEvent, JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix, until, untilFollowing } from './support/system';

@Controller()
class Steps {
  @MessagePattern('steps', JOBS)
  async steps(@Payload() count: number, @Ctx() context: JobContext): Promise<string> {
    for (let step = 1; step <= count; step++) {
      context.progress({ step, count });
      await delay(2);
    }
    if (count === 0) throw new JobError({ code: 'CONFLICT', message: 'no steps' });
    return 'done';
  }
}

it('reports each step of a job in order, with progress coalesced: the first at once, the last before the end', async () => {
  const prefix = uniquePrefix();
  const submitter = startClient({ prefix });
  const observer = startClient({ prefix });
  const events: JobEvent[] = [];
  observer.events('steps', (id) => id === 'watched').subscribe((event) => events.push(event));
  await untilFollowing(observer, 'steps');
  await startWorker(Steps, { prefix, name: 'w', progressInterval: 60_000 });
  await submitter.submit('steps', 3, { id: 'unwatched' });
  await submitter.submit('steps', 50, { id: 'watched' });
  await until(() => events.at(-1)?.type === 'completed');
  expect(events).toMatchObject([
    { type: 'active', id: 'watched', worker: 'w' },
    { type: 'progress', id: 'watched', progress: { step: 1, count: 50 } },
    { type: 'progress', id: 'watched', progress: { step: 50, count: 50 } },
    { type: 'completed', id: 'watched', record: { state: 'completed', progress: { step: 50 } } },
  ]);
  const record = await submitter.find('steps', 'watched');
  expect(record).toMatchObject({ progress: { step: 50 }, worker: 'w', attempts: 1 });
  expect(record!.startedAt).toBeGreaterThanOrEqual(record!.createdAt);
  expect(record!.completedAt).toBeGreaterThanOrEqual(record!.startedAt!);
});

it('reports failures and cancellations', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const events: JobEvent[] = [];
  client.events('steps').subscribe((event) => events.push(event));
  await untilFollowing(client, 'steps');
  await client.submit('steps', 5, { id: 'stopped' });
  await client.cancel('steps', 'stopped');
  await client.submit('steps', 0, { id: 'failing' });
  await startWorker(Steps, { prefix });
  await until(() => events.some(({ type }) => type === 'failed'));
  expect(events.filter(({ type }) => type !== 'active')).toMatchObject([
    { type: 'cancelled', id: 'stopped', part: '*', record: { state: 'cancelled' } },
    { type: 'failed', id: 'failing', record: { state: 'failed', error: { code: 'CONFLICT' } } },
  ]);
});
