import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type EnvDto, readEnvironment } from '@exoplanet/platform';
import { GatewayModule } from '../../src/gateway.module';
import { fastifyAdapter } from '../../src/platform/http/fastify-adapter';
import { setUpApp } from '../../src/set-up-app';

/** A gateway on a free port, in this process, with a real Redis and a key prefix of its own. */
export interface TestGateway {
  url: string;
  env: EnvDto;
  app: NestFastifyApplication;
  close(): Promise<void>;
}

export async function startGateway(variables: Record<string, string> = {}): Promise<TestGateway> {
  const env = readEnvironment({
    REDIS_URL: process.env.REDIS_URL,
    KEY_PREFIX: `test-${randomUUID().slice(0, 8)}`,
    MONITOR_PORT: '0',
    TELEMETRY_UPDATE_INTERVAL: '0.2',
    ...variables,
  });
  const module = await Test.createTestingModule({ imports: [GatewayModule.with(env)] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(fastifyAdapter(env), {
    bodyParser: false,
    logger: false,
  });
  await setUpApp(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const hasRedis = env.REDIS_URL === process.env.REDIS_URL;
  while (hasRedis && !(await fetch(`${url}/health/ready`)).ok) await new Promise((done) => setTimeout(done, 5));
  return { url, env, app, close: () => app.close() };
}
