import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type EnvDto, PinoLogger } from '@exoplanet/platform';
import { GatewayModule } from './gateway.module';
import { fastifyAdapter } from './platform/http/fastify-adapter';
import { setUpApp } from './set-up-app';

/** The gateway, ready to listen. It also starts without Redis: until Redis is there, requests are rejected with 503. */
export async function createApp(env: EnvDto): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.with(env), fastifyAdapter(env), {
    logger: new PinoLogger('gateway', env),
    abortOnError: false,
    bodyParser: false,
  });
  await setUpApp(app);
  return app;
}
