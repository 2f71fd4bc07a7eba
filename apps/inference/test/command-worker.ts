import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { onTestFinished } from 'vitest';
import type { CommandMetadata, TaskId } from '@exoplanet/contracts';
import { JobsClient, JobsServer } from '@exoplanet/job-transport';
import { readEnvironment, redisOptions } from '@exoplanet/platform';
import { RunRecorder } from '../src/commands/run-recorder';
import { WorkerMetrics } from '../src/metrics/worker-metrics';

export interface CommandWorker {
  client: JobsClient;
  jobs: JobsServer;
  metrics: WorkerMetrics;
  runs: RunRecorder;
  app: INestMicroservice;
  prefix: string;
}

/** A worker of the real transport whose only handlers are those of the controller, wired as in `main`, and a client beside it. */
export async function startCommandWorker(controller: Type): Promise<CommandWorker> {
  const metrics = new WorkerMetrics();
  const runs = new RunRecorder(metrics);
  const prefix = `t${randomUUID().slice(0, 8)}`;
  const connection = redisOptions(readEnvironment({ REDIS_URL: process.env.REDIS_URL }));
  const jobs = new JobsServer({
    connection,
    prefix,
    concurrency: 10,
    closeTimeout: 100,
    onRunEnd: (end) => runs.record(end),
  });
  @Module({ controllers: [controller], providers: [{ provide: WorkerMetrics, useValue: metrics }] })
  class Handlers {}
  const app = await NestFactory.createMicroservice(Handlers, { strategy: jobs, logger: false });
  await app.listen();
  const client = new JobsClient({ connection, prefix, backoff: 20 });
  onTestFinished(async () => {
    await client.close();
    await app.close();
  });
  return { client, jobs, metrics, runs, app, prefix };
}

/** Metadata of a command with so many tasks, as a gateway attaches it. */
export function commandOf(tasks: number): CommandMetadata {
  return {
    tasks: Array.from({ length: tasks }, (_, index) => ({ id: `task-${index}` as TaskId })),
    origins: [{ request_id: randomUUID() }],
  };
}
