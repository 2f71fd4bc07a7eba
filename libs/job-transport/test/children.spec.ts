import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { describe, expect, it } from 'vitest';
import { JobContext, JobError, JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix, until, untilFollowing } from './support/system';

interface Order {
  parts: number;
  /** Part that fails. */
  broken?: number;
}

const ran: string[] = [];
const split = new Set<string>();

/** Adds one part per child on the first run, and sums what they reported on the second. */
@Controller()
class FlowController {
  @MessagePattern('whole', JOBS)
  async whole(@Payload() { parts, broken }: Order, @Ctx() context: JobContext): Promise<unknown> {
    ran.push(`${context.id} run ${context.attempt}`);
    if (split.has(context.id)) return { runs: context.attempt, failures: await context.childFailures() };
    split.add(context.id);
    for (let part = 0; part < parts; part++)
      await context.addChild('part', `${context.id}-${part}`, { part, fails: part === broken });
    context.waitForChildren();
  }

  @MessagePattern('part', JOBS)
  async part(
    @Payload() { part, fails }: { part: number; fails: boolean },
    @Ctx() context: JobContext,
  ): Promise<number> {
    ran.push(context.id);
    if (fails) throw new JobError({ code: 'INFERENCE_FAILED', message: `part ${part}` });
    context.progressOfParent({ fraction: 0.5, part });
    await new Promise<void>((resolve) => {
      if (part < 100) resolve();
      context.signal.addEventListener('abort', () => resolve());
    });
    return part;
  }
}

/** Failures of the part that are left; the part is missing as long as it has not run to its end. */
let outages = 0;
let isThere = false;

/** Adds a part until it is there, as an import does. */
@Controller()
class RepeatingController {
  @MessagePattern('repeating', JOBS)
  async repeating(@Payload() _data: unknown, @Ctx() context: JobContext): Promise<string> {
    const [failure] = await context.childFailures();
    if (failure) throw new JobError(failure);
    if (isThere) return 'done';
    await context.addChild('unsteady', `${context.id}-0`, {});
    context.waitForChildren();
  }

  @MessagePattern('unsteady', JOBS)
  unsteady(): string {
    if (outages-- > 0) throw new JobError({ code: 'STORE_UNAVAILABLE' });
    isThere = true;
    return 'part';
  }
}

describe('a job that waits for its children', () => {
  it('runs again when all of them have ended, knows which failed, and has the metadata and progress that they reported', async () => {
    const prefix = uniquePrefix();
    await startWorker(FlowController, { prefix, progressInterval: 0 });
    const client = startClient({ prefix });
    await untilFollowing(client, 'whole');
    const progress: unknown[] = [];
    client.events('whole').subscribe((event) => event.type === 'progress' && progress.push(event.progress));
    const { id } = await client.submit('whole', { parts: 3, broken: 1 }, { metadata: { origin: 'test' } });
    const record = await client.outcome('whole', id, 20_000);
    expect(await record!.readResult()).toEqual({
      runs: 2,
      failures: [expect.objectContaining({ code: 'INFERENCE_FAILED', message: 'part 1' })],
    });
    expect(progress.length).toBeGreaterThan(0);
    expect(await (await client.find('part', `${id}-0`))!.readMetadata()).toEqual({ origin: 'test' });
  });

  it('adds a child again in its next run where that failed with a retryable error for good', async () => {
    const prefix = uniquePrefix();
    outages = 3;
    await startWorker(RepeatingController, { prefix });
    const client = startClient({ prefix });
    const { id } = await client.submit('repeating', {});
    const record = await client.outcome('repeating', id, 20_000);
    expect(record).toMatchObject({ state: 'completed' });
    expect(outages).toBe(-1);
  }, 30_000);

  it('goes on at once where it has none', async () => {
    const prefix = uniquePrefix();
    await startWorker(FlowController, { prefix });
    const client = startClient({ prefix });
    const { id } = await client.submit('whole', { parts: 0 });
    expect(await (await client.outcome('whole', id, 20_000))!.readResult()).toEqual({ runs: 1, failures: [] });
  });

  it('is processing while it waits, and its children end with it when it is cancelled', async () => {
    const prefix = uniquePrefix();
    await startWorker(FlowController, { prefix, checkInterval: 50 });
    const client = startClient({ prefix });
    const { id } = await client.submit('whole', { parts: 200 });
    const [running, waiting] = [`${id}-105`, `${id}-150`];
    await until(() => ran.includes(running));
    expect(await client.find('whole', id)).toMatchObject({ state: 'processing' });
    await client.cancel('whole', id);
    for (const child of [running, waiting])
      await until(async () => (await client.find('part', child))?.state === 'cancelled', 20_000);
    expect(ran).not.toContain(waiting);
    expect(await client.find('whole', id)).toMatchObject({ state: 'cancelled' });
    expect(ran.filter((line) => line.startsWith(`${id} run`))).toEqual([`${id} run 1`]);
  });
});
