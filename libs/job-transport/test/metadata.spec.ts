import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { JobContext, JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix } from './support/system';

@Controller()
class Traced {
  @MessagePattern('trace', JOBS)
  trace(@Payload() _data: unknown, @Ctx() context: JobContext): unknown {
    return context.getMetadata();
  }
}

it('carries what the sender attached to the handler and to every reader, and calls the processing hooks', async () => {
  const prefix = uniquePrefix();
  const { server } = await startWorker(Traced, { prefix });
  const hooks: string[] = [];
  server.setOnProcessingStartHook((_transport, context, done) => {
    hooks.push(`start ${(context as JobContext).pattern}`);
    return done();
  });
  server.setOnProcessingEndHook((_transport, context) => hooks.push(`end ${(context as JobContext).pattern}`));
  const client = startClient({ prefix });
  client.setOnDispatchHook((packet) => Object.assign(packet, { metadata: { trace: 'abc' } }));
  expect(await firstValueFrom(client.send('trace', {}))).toEqual({ trace: 'abc' });
  expect(hooks).toEqual(['start trace', 'end trace']);

  const { id } = await client.submit('trace', {}, { metadata: { owner: 'me' } });
  const record = await client.outcome('trace', id, 5000);
  expect(await record!.readResult()).toEqual({ owner: 'me' });
  expect(await record!.readMetadata()).toEqual({ owner: 'me' });
  expect(await (await startClient({ prefix }).find('trace', id))!.readMetadata()).toEqual({ owner: 'me' });
});
