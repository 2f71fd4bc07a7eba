import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type INestApplication, type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { onTestFinished } from 'vitest';
import { until as untilNamed } from '@exoplanet/dev';
import { JobsClient, type JobsClientOptions, JobsServer, type JobsServerOptions } from '../../src/index';

const redisUrl = (): string => process.env.REDIS_URL!;

export function connectionTo(url: string = redisUrl()): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

export const uniquePrefix = (): string => `test-${randomUUID().slice(0, 8)}`;

export function startClient(options: Partial<JobsClientOptions>): JobsClient {
  const client = new JobsClient({ connection: connectionTo(), ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A Nest microservice with one controller over the job transport, as one worker of the system. */
export async function startWorker(
  controller: Type,
  options: Partial<JobsServerOptions>,
): Promise<{ server: JobsServer; app: INestMicroservice }> {
  const server = new JobsServer({ connection: connectionTo(), concurrency: 10, ...options });
  const app = await NestFactory.createMicroservice(moduleOf(controller), { strategy: server, logger: false });
  await app.listen();
  onTestFinished(() => app.close());
  return { server, app };
}

export function moduleOf(controller: Type): Type {
  @Module({ controllers: [controller] })
  class WorkerModule {}
  return WorkerModule;
}

/** One worker with both planes, as the application starts it. */
export async function startBothPlanes(
  controller: Type,
  jobs: JobsServer,
  connection: { host: string; port: number },
): Promise<INestApplication> {
  const app = await NestFactory.create(moduleOf(controller), new FastifyAdapter(), { logger: false });
  app.connectMicroservice({ strategy: jobs });
  app.connectMicroservice({
    transport: Transport.REDIS,
    options: { ...connection, retryAttempts: 1000, retryDelay: 100 },
  });
  await app.startAllMicroservices();
  closeAfterTest(app);
  return app;
}

export function closeAfterTest(app: INestApplication | INestMicroservice): void {
  onTestFinished(() => app.close());
}

/** Waits until a condition is true, up to `timeout` ms. */
export async function until(holds: () => boolean | Promise<boolean>, timeout = 10_000): Promise<void> {
  await untilNamed(holds.toString(), holds, { seconds: timeout / 1000, everyMs: 10 });
}

/** Waits until every event from now on reaches a client. */
export async function untilFollowing(client: JobsClient, pattern: string): Promise<void> {
  await until(() => client.isFollowing(pattern));
}
