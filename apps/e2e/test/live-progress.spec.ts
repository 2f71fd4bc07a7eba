import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../src/http';
import { RawClient } from '../src/raw-client';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

describe('live progress', () => {
  let stack: Stack;
  const clients: RawClient[] = [];
  const sockets: Socket[] = [];
  const raw = async (gateway = 0, id = `client-${clients.length}`) => {
    const client = await RawClient.connect(stack.gateways[gateway].url, id);
    clients.push(client);
    return client;
  };
  const submit = async (gateway = 0) =>
    (await call<{ task_id: string }>(`${stack.gateways[gateway].url}/predict`, 'POST', candidate)).body.task_id;

  beforeAll(async () => {
    stack = await Stack.start({ gateways: 2, workers: 1 });
  });
  afterAll(async () => {
    clients.forEach((client) => client.close());
    sockets.forEach((socket) => socket.close());
    await stack?.stop();
  });

  it('sends every state of a task to a subscriber on another gateway, and nothing to other clients', async () => {
    // With no worker the task waits, so the client subscribes before anything happens.
    await stack.workers[0].kill();
    const task = await submit(0);
    const [subscriber, stranger] = [await raw(1), await raw(1)];
    subscriber.send({ type: 'subscribe_task', task_id: task });
    await subscriber.receive(({ type, task_id }) => type === 'subscription_confirmed' && task_id === task);
    await subscriber.receive(({ type, status }) => type === 'task_update' && status === 'pending');
    stack.addWorker();
    const last = await subscriber.receive(({ type, status }) => type === 'task_update' && status === 'completed', 20);
    expect(last).toMatchObject({
      task_id: task,
      progress: { fraction: 1 },
      result: { probability: expect.any(Number) },
      timestamp: expect.any(String),
    });
    const steps = subscriber.received.filter(({ type }) => type === 'task_update').map(({ status }) => status);
    expect(steps[0]).toBe('pending');
    expect(steps).toContain('processing');
    expect(steps.filter((status) => status === 'completed')).toHaveLength(1);
    expect(stranger.received).toEqual([]);
  });

  it('sends the present state at once to a late subscriber', async () => {
    const { task_id: task } = (await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate)).body;
    const late = await raw(1);
    late.send({ type: 'subscribe_task', task_id: task });
    const update = await late.receive(({ type }) => type === 'task_update', 2);
    expect(update).toMatchObject({ task_id: task, status: 'completed', result: { prediction: expect.any(String) } });
  });

  it('sends the same messages over socket.io', async () => {
    const socket = io(stack.gateways[1].url, { transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    const next = (type: string) => new Promise<Record<string, unknown>>((resolve) => socket.once(type, resolve));

    const confirmed = next('subscription_confirmed');
    const update = next('task_update');
    const { task_id: task } = (await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate)).body;
    socket.emit('subscribe_task', { task_id: task });
    expect(await confirmed).toMatchObject({ task_id: task });
    expect(await update).toMatchObject({ task_id: task, status: 'completed' });

    const pong = next('pong');
    socket.emit('ping');
    expect(await pong).toMatchObject({ timestamp: expect.any(String) });

    const error = next('error');
    socket.emit('make_tea', { sugar: 2 });
    expect(await error).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(socket.connected).toBe(true);
  });

  it('sends the state of the workers at every interval', async () => {
    const client = await raw();
    client.send({ type: 'subscribe_workers' });
    await client.receive(({ type }) => type === 'subscription_confirmed');
    const received = () => client.received.filter(({ type }) => type === 'workers_update');
    const before = received().length;
    // The interval is 200 ms: twenty in four seconds, and at least three on a busy machine, but never a flood.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const updates = received().slice(before);
    expect(updates.length).toBeGreaterThanOrEqual(3);
    expect(updates.length).toBeLessThanOrEqual(25);
    expect(updates.at(-1)).toMatchObject({ workers: [{ id: expect.any(String), pid: expect.any(Number) }] });
  });

  it('answers an unknown message with an error and keeps the connection open', async () => {
    const client = await raw();
    for (const junk of [
      '{',
      '[]',
      '"hello"',
      '{"type":"make_tea"}',
      '{"no":"type"}',
      '{"type":"subscribe_task"}',
      '{"type":"subscribe_task","task_id":"p1"}',
      Buffer.from([1, 2, 3]),
    ]) {
      client.received.length = 0;
      client.send(junk);
      expect(await client.receive(({ type }) => type === 'error')).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
      });
    }
    client.send({ type: 'ping' });
    await client.receive(({ type }) => type === 'pong');
    expect(client.open).toBe(true);
  });

  it('sends nothing after a client unsubscribes', async () => {
    const running = stack.workers.filter((worker) => worker.running);
    await Promise.all(running.map((worker) => worker.kill()));
    const client = await raw();
    const task = await submit();
    client.send({ type: 'subscribe_task', task_id: task });
    await client.receive(({ type }) => type === 'task_update');
    client.send({ type: 'unsubscribe_task', task_id: task });
    await client.receive(({ type }) => type === 'unsubscribed');
    client.received.length = 0;
    const follower = await raw();
    follower.send({ type: 'subscribe_task', task_id: task });
    stack.addWorker();
    await follower.receive(({ status }) => status === 'completed', 20);
    expect(client.received).toEqual([]);
  });

  it.each(['', 'a b', 'x'.repeat(65), 'ünïcode'])('refuses the client id %j', async (id) => {
    await expect(RawClient.connect(stack.url, encodeURI(id))).rejects.toThrow('400');
  });
});
