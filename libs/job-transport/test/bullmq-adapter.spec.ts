import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Queue, Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PipelinedRedis } from '@exoplanet/redis';
import { JobConsumer, type ReceivedJob, type RunOutcome } from '../src/bullmq-adapter/job-consumer';
import { STALLED_TOO_OFTEN } from '../src/bullmq-adapter/job-hash';
import { isJobId } from '../src/bullmq-adapter/job-names';
import type { TransportJobOptions } from '../src/bullmq-adapter/job-options';
import { JobProducer } from '../src/bullmq-adapter/job-producer';
import { RedisLink } from '../src/bullmq-adapter/redis-link';
import { connectionTo, uniquePrefix, until } from './support/system';

/*
 * What the transport relies on in BullMQ and ioredis beyond their documented interface. After an upgrade, the message of a
 * failed test says what has moved and which file has to follow.
 */

let prefix: string;
let link: RedisLink;
let producer: JobProducer;

beforeEach(async () => {
  prefix = uniquePrefix();
  link = new RedisLink(connectionTo(), 2000);
  await link.ready();
  producer = new JobProducer('p', prefix, link);
});

afterEach(async () => {
  await producer.close();
  link.close();
});

const hash = (id: string) => link.redis.hgetall(`${prefix}:p:${id}`);
const eventsOf = async (id: string): Promise<Record<string, string>[]> => {
  const entries = await link.redis.xrange(`${prefix}:p:events`, '-', '+');
  return entries
    .map(([, flat]) => Object.fromEntries(flat.flatMap((field, at) => (at % 2 ? [] : [[field, flat[at + 1]]]))))
    .filter(({ jobId }: Record<string, string>) => jobId === id);
};

/** A consumer whose runs end as the test says. */
function consume(run: (job: ReceivedJob<unknown>) => Promise<RunOutcome<unknown>>, maxStalledCount = 10) {
  const ended: unknown[] = [];
  const options = {
    connection: connectionTo(),
    prefix,
    name: 'w',
    concurrency: 1,
    lockDuration: 10_000,
    stalledInterval: 100,
    maxStalledCount,
    resultTtl: 60,
    resultLimit: 100,
  };
  const consumer = new JobConsumer<unknown, unknown>('p', options, link, {
    run,
    onEnd: (job) => ended.push(job.data),
    onDrained: () => undefined,
    onLockLost: () => undefined,
    onError: () => undefined,
  });
  onTestFinished(() => consumer.close(2000));
  return { consumer, ended };
}

/** Takes the job and loses it, as a worker that dies does. */
async function loseJob(id: string): Promise<void> {
  const worker = new Worker('p', undefined, { connection: connectionTo(), prefix, autorun: false, lockDuration: 1 });
  await worker.getNextJob('token', { block: false });
  await until(async () => (await link.redis.exists(`${prefix}:p:${id}:lock`)) === 0);
  await worker.close(true);
}

describe('BullMQ keeps a job in a hash', () => {
  it('with the fields that job-hash.ts reads', async () => {
    await producer.add('a', '{"value":1}', { attempts: 2, backoff: { type: 'fixed', delay: 1 } }, false);
    const added = await hash('a');
    expect(Number(added.timestamp), 'the time of submission is no longer in `timestamp`').toBeGreaterThan(1e12);
    expect(added.data, 'the data of a job is no longer in `data`').toBe('{"value":1}');
    expect(JSON.parse(added.opts), 'the options of a job are no longer JSON in `opts`').toMatchObject({ attempts: 2 });

    let runs = 0;
    const { ended } = consume(async (job) => {
      runs++;
      await job.writeProgress({ fraction: 0.5 });
      return runs === 1
        ? { type: 'failed', failure: '{"code":"BUSY"}', retryable: true }
        : { type: 'completed', result: { value: 2 } };
    });
    await until(() => ended.length === 1);
    const done = await hash('a');
    expect(done.ats, 'starts are no longer counted in `ats`').toBe('2');
    expect(done.atm, 'ends of runs are no longer counted in `atm`').toBe('2');
    expect(done.pb, 'the name of the worker is no longer in `pb`').toBe('w');
    expect(done.progress, 'progress is no longer JSON in `progress`').toBe('{"fraction":0.5}');
    expect(done.returnvalue, 'the result is no longer JSON in `returnvalue`').toBe('{"value":2}');
    expect(Number(done.processedOn), 'the start of a run is no longer in `processedOn`').toBeGreaterThan(1e12);
    expect(Number(done.finishedOn), 'the end of a job is no longer in `finishedOn`').toBeGreaterThan(1e12);
  });

  it('with the failure as text in `failedReason`, and no stack where bullError() removed it', async () => {
    await producer.add('a', '{}', {}, false);
    const { ended } = consume(() => Promise.resolve({ type: 'failed', failure: '{"code":"X"}', retryable: false }));
    await until(() => ended.length === 1);
    const { failedReason, stacktrace } = await hash('a');
    expect(failedReason, 'the message of a thrown error is no longer stored in `failedReason`').toBe('{"code":"X"}');
    expect(stacktrace ?? '', 'an error without a stack is stored with more than its message').not.toContain(' at ');
  });

  it('with lost runs in `stc`, and a fixed sentence once there are too many', async () => {
    await producer.add('a', '{}', {}, false);
    await loseJob('a');
    const { ended } = consume(() => Promise.resolve({ type: 'completed', result: 1 }), 0);
    await until(() => ended.length === 1);
    const { stc, failedReason } = await hash('a');
    expect(stc, 'lost runs are no longer counted in `stc`').toBe('1');
    expect(failedReason, 'BullMQ changed its sentence for stalled jobs: see STALLED_TOO_OFTEN').toBe(STALLED_TOO_OFTEN);
  });
});

it('BullMQ marks its search for lost jobs by a key that expires; one that a clock set back would keep does not stop the search', async () => {
  const mark = `${prefix}:p:stalled-check`;
  await producer.add('a', '{}', {}, false);
  await loseJob('a');
  await link.redis.set(mark, '1', 'PX', 7_200_000);
  const { ended } = consume(() => Promise.resolve({ type: 'completed', result: 1 }));
  await until(() => ended.length === 1);
  await until(async () => (await link.redis.pttl(mark)) > 0);
  const left = await link.redis.pttl(mark);
  expect(left, 'the key `stalled-check` lives longer than `stalledInterval`: see JobConsumer').toBeLessThanOrEqual(100);
});

it('BullMQ hands options that it does not know to the worker, as TransportJobOptions needs', async () => {
  const options: TransportJobOptions = { submission: 's', fingerprint: 'f', cancelled: ['x'] };
  await producer.add('a', '{}', options, false);
  const received: ReceivedJob<unknown>[] = [];
  consume((job) => {
    received.push(job);
    return Promise.resolve({ type: 'completed', result: 1 });
  });
  await until(() => received.length === 1);
  expect(received[0].cancelledParts, 'an unknown option does not reach `job.opts` of the worker').toEqual(['x']);
});

it('BullMQ adds a job by addJobToTransaction() before a command that is issued later in the same turn', async () => {
  const first = await producer.add('a', '{"n":1}', { submission: 'one' }, true);
  expect(first?.options.submission, 'the read after addJobToTransaction() no longer sees the new job').toBe('one');
  const second = await producer.add('a', '{"n":2}', { submission: 'two' }, true);
  expect(second?.options.submission, 'adding a job of a known id no longer leaves the first one as it is').toBe('one');
  expect((await hash('a')).data, 'adding a job of a known id overwrites its data').toBe('{"n":1}');
});

it('BullMQ fails a job that has a deferred failure in `defa` with that text, without a run', async () => {
  await producer.add('a', '{}', {}, false);
  await producer.cancel('a', '*', '{"code":"CANCELLED"}');
  let runs = 0;
  const { ended } = consume(() => {
    runs++;
    return Promise.resolve({ type: 'completed', result: 1 });
  });
  await until(() => ended.length === 1);
  expect(runs, 'a job with a deferred failure in `defa` is run').toBe(0);
  expect((await hash('a')).failedReason, 'the deferred failure is no longer read from `defa`').toBe(
    '{"code":"CANCELLED"}',
  );
});

it('BullMQ writes the events and fields that KnownJobs and JobQueue read', async () => {
  await producer.add('a', '{}', {}, false);
  await producer.add('b', '{}', {}, false);
  await producer.cancel('b', '*', 'f');
  const { ended } = consume(async (job) => {
    await job.writeProgress(1);
    return { type: 'completed', result: 'r' };
  });
  await until(() => ended.length === 2);
  const events = await eventsOf('a');
  expect(
    events.map(({ event }) => event),
    'the events of a job have other names or another order',
  ).toEqual(['added', 'waiting', 'active', 'progress', 'completed']);
  expect(events[3].data, 'a progress event no longer has the value in `data`').toBe('1');
  expect(events[4].returnvalue, 'a completed event no longer has the result in `returnvalue`').toBe('"r"');
  expect(await eventsOf('b'), 'a failed event no longer has the reason in `failedReason`').toContainEqual(
    expect.objectContaining({ event: 'failed', failedReason: 'f' }),
  );
});

it('BullMQ puts a job that is handed back at the head of the queue, and counts a start for it', async () => {
  await producer.add('a', '{}', {}, false);
  await producer.add('b', '{}', {}, false);
  const order: string[] = [];
  const { ended } = consume((job) => {
    order.push(job.id);
    return Promise.resolve(
      order.length === 1 ? { type: 'handed back', started: true } : { type: 'completed', result: 1 },
    );
  });
  await until(() => ended.length === 2);
  expect(order, 'moveToWait() no longer returns a job to the head of the queue').toEqual(['a', 'a', 'b']);
  const { ats, gu } = await hash('a');
  expect([ats, gu], 'a run that was handed back is counted differently: see isRunning() in job-hash.ts').toEqual([
    '2',
    '1',
  ]);
});

it('BullMQ lists the names it reserves beside the jobs of a queue', async () => {
  const queue = new Queue('p', { connection: link.redis, prefix });
  await producer.add('a', '{}', {}, false);
  const { ended } = consume(() => Promise.resolve({ type: 'completed', result: 1 }));
  await until(() => ended.length === 1);
  const names = (await link.redis.keys(`${prefix}:p:*`)).map((key) => key.split(':')[2]).filter((name) => name !== 'a');
  expect(names.length).toBeGreaterThan(2);
  const accepted = names.filter((name) => isJobId(name));
  expect(accepted, 'BullMQ uses names for its own keys that job-names.ts accepts as job ids').toEqual([]);
  await queue.close();
});

it('ioredis sends the commands of one turn in one write to its socket', async () => {
  const { host, port } = connectionTo();
  const writes: Buffer[] = [];
  const proxy = createServer((client) => {
    const server = connect(port, host);
    client.on('data', (data) => writes.push(data)).pipe(server);
    server.pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const redis = new PipelinedRedis({ host: '127.0.0.1', port: (proxy.address() as AddressInfo).port });
  await redis.ping();
  writes.length = 0;
  await Promise.all(Array.from({ length: 50 }, () => redis.ping()));
  expect(writes.length, 'PipelinedRedis no longer corks the socket: `sendCommand` or `stream` has moved').toBe(1);
  redis.disconnect();
  proxy.close();
});
