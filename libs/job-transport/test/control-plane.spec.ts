import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { ClientRedis, Ctx, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { JobContext, JOBS, JobsServer } from '../src/index';
import { connectionTo, startBothPlanes, startClient, uniquePrefix, until } from './support/system';

it('delivers a control message to every worker, and the one that runs the job stops it', async () => {
  const prefix = uniquePrefix();
  const cancelPattern = `${prefix}.cancel`;
  const received: { worker: string; stopped: boolean }[] = [];
  for (const name of ['a', 'b', 'c']) {
    const jobs = new JobsServer({ connection: connectionTo(), prefix, name, checkInterval: 60_000 });
    @Controller()
    class Worker {
      @MessagePattern('endless', JOBS)
      endless(@Payload() _data: unknown, @Ctx() { signal }: JobContext): Promise<void> {
        return delay(60_000, undefined, { signal });
      }

      @EventPattern(cancelPattern, Transport.REDIS)
      cancel(@Payload('id') id: unknown): void {
        received.push({ worker: name, stopped: jobs.cancel(id as string) });
      }
    }
    await startBothPlanes(Worker, jobs, connectionTo());
  }
  const client = startClient({ prefix });
  const control = new ClientRedis({ ...connectionTo(), retryAttempts: 100, retryDelay: 100 });
  const { id } = await client.submit('endless', {});
  await until(async () => (await client.find('endless', id))?.state === 'processing');
  const { worker } = (await client.find('endless', id))!;

  await client.cancel('endless', id);
  await firstValueFrom(control.emit(cancelPattern, { id }), { defaultValue: undefined });
  await until(() => received.length === 3);
  expect(received.map((message) => message.worker).sort()).toEqual(['a', 'b', 'c']);
  expect(received.filter(({ stopped }) => stopped)).toEqual([{ worker, stopped: true }]);
  expect(await client.outcome('endless', id, 5000)).toMatchObject({ state: 'cancelled' });
  await control.close();
});
