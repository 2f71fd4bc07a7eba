import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { AppError } from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { ControlServer, readEnvironment, RedisKeys, redisOptions } from '@exoplanet/platform';
import { CommandHandler } from '../src/commands/command-handler.decorator';
import { ControlStatus } from '../src/control/control-status';
import { InspectionService } from '../src/control/inspection.service';
import { HeartbeatService } from '../src/heartbeat/heartbeat.service';
import { commandOf, type CommandWorker, startCommandWorker } from './command-worker';

const MODELS = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');

/** `work` ends as the data says; `wait` runs until it is aborted. */
@CommandHandler()
class Handlers {
  @MessagePattern('work', JOBS)
  work(@Payload() data: 'succeed' | 'fail' | 'fail once', @Ctx() { attempt }: JobContext): string {
    if (data === 'fail') throw new AppError('LIGHT_CURVE_INVALID');
    if (data === 'fail once' && attempt === 1) throw new AppError('OUT_OF_MEMORY');
    return 'done';
  }

  @MessagePattern('wait', JOBS)
  async wait(@Payload() _data: unknown, @Ctx() { signal }: JobContext): Promise<void> {
    await delay(60_000, undefined, { signal });
  }
}

async function servicesOf({ jobs, runs, prefix }: CommandWorker): Promise<[HeartbeatService, InspectionService]> {
  const env = readEnvironment({ REDIS_URL: process.env.REDIS_URL });
  const models = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
  const redis = new Redis(redisOptions(env));
  onTestFinished(async () => {
    redis.disconnect();
    await models.close();
  });
  const identity = { id: 'worker', host: 'host', healthAddress: '' };
  const heartbeat = new HeartbeatService(models, jobs, runs, new RedisKeys(prefix), redis, identity, env);
  const control = new ControlStatus(new ControlServer(redisOptions(env)));
  return [heartbeat, new InspectionService(jobs, models, heartbeat, control, runs)];
}

const sampleOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);

it('heartbeat, inspection and metrics agree on what completed, failed, was cancelled, retried and handed back', async () => {
  const worker = await startCommandWorker(Handlers);
  const { client, jobs, metrics } = worker;
  const [heartbeat, inspection] = await servicesOf(worker);
  const running = (id: string) => expect.poll(() => jobs.activeJobs().map((job) => job.id)).toContain(id);

  for (const [data, tasks] of [
    ['succeed', 3],
    ['fail', 2],
    ['fail once', 1],
  ] as const) {
    const { id } = await client.submit('work', data, { metadata: commandOf(tasks) });
    await client.outcome('work', id, 5000);
  }

  const cancelled = await client.submit('wait', {}, { metadata: commandOf(1) });
  await running(cancelled.id);
  await client.cancel('wait', cancelled.id);
  jobs.cancel(cancelled.id);
  await expect.poll(() => jobs.activeJobs()).toEqual([]);

  const handedBack = await client.submit('wait', {}, { metadata: commandOf(4) });
  await running(handedBack.id);
  await jobs.close();
  expect(await client.find('wait', handedBack.id)).toMatchObject({ state: 'pending' });

  const text = await metrics.registry.metrics();
  const tasks = (kind: string, state: string) =>
    sampleOf(text, `exoplanet_tasks_total{kind="${kind}",state="${state}"}`);
  const runs = (kind: string, outcome: string) =>
    sampleOf(text, `exoplanet_command_runs_total{kind="${kind}",outcome="${outcome}"}`);
  expect({
    completed: [tasks('work', 'completed'), tasks('wait', 'completed')],
    failed: [tasks('work', 'failed'), tasks('wait', 'failed')],
    runs: {
      completed: runs('work', 'completed'),
      failed: runs('work', 'failed'),
      retried: runs('work', 'retried'),
      cancelled: runs('wait', 'cancelled'),
      handed_back: runs('wait', 'handed_back'),
    },
  }).toEqual({
    completed: [4, 0],
    failed: [2, 0],
    runs: { completed: 2, failed: 1, retried: 1, cancelled: 1, handed_back: 1 },
  });
  expect(await heartbeat.read()).toMatchObject({ processed: 4, failed: 2 });
  expect(await inspection.answer('stats')).toMatchObject({ processed: 4, failed: 2, runs: 6, failed_runs: 2 });
});
