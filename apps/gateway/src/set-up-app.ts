import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { ControlServer, EnvDto, redisOptions } from '@exoplanet/platform';
import { acceptStreams } from './catalogs/streamed-bodies';
import { serveConsole } from './console/serve-console';
import { acceptTensors, HEADER_LENGTH } from './inference-protocol/binary-tensors';
import { acceptForms } from './light-curves/upload-form';
import { RawWebSocket } from './live/raw-websocket';
import { SocketIoAdapter } from './live/socket-io.adapter';
import { MonitorService } from './monitor/monitor.service';
import { ApiKeys } from './platform/auth/api-keys';
import { authenticateRequests } from './platform/auth/authenticate-requests';
import { OriginCheck } from './platform/auth/origin-check';
import { RateLimit } from './platform/auth/rate-limit';
import { BodyBudget } from './platform/http/body-budget';
import { BodyWatchdog } from './platform/http/body-watchdog';
import { ignoreEmptyBodies, inflateBodies } from './platform/http/inflate-bodies';
import { JsonBody } from './platform/http/json-body';
import { ignoreExpectations } from './platform/http/malformed-http';
import { returnRequestId } from './platform/http/request-id';
import { logRequests } from './platform/http/request-log';
import { RouteTable } from './platform/http/route-table';
import { addSecurityHeaders } from './platform/http/security-headers';
import { measureRequests } from './platform/metrics/request-durations';
import { openApiDocument } from './platform/openapi/document';
import { REDIS } from './platform/redis/tokens';
import { traceRequests } from './platform/tracing/trace-requests';
import { CandidateValidator } from './predictions/candidate-validator';

/** Connects an application of `GatewayModule` to HTTP, sockets and the control plane, and initializes it. */
export async function setUpApp(app: NestFastifyApplication): Promise<void> {
  await setUpRequests(app);
  setUpDocument(app);
  app.useWebSocketAdapter(new SocketIoAdapter(app));
  app.connectMicroservice<MicroserviceOptions>({ strategy: new ControlServer(redisOptions(app.get(EnvDto))) });
  ignoreExpectations(app.getHttpServer());
  await app.init();
  await app.startAllMicroservices();
  // After `init`: socket.io must already listen to the upgrade event that both share.
  app.get(RawWebSocket).attach(app.getHttpServer());
}

/** What every request passes before it reaches a controller. Hooks run in this order. */
async function setUpRequests(app: NestFastifyApplication): Promise<void> {
  const env = app.get(EnvDto);
  const fastify = app.getHttpAdapter().getInstance();
  await acceptForms(fastify, env.MAX_BODY_SIZE);
  fastify.removeContentTypeParser('text/plain'); // JSON remains; any other type is rejected with 415.
  app.get(JsonBody).accept(fastify);
  ignoreEmptyBodies(fastify);
  acceptTensors(fastify);
  acceptStreams(fastify);
  app.get(BodyWatchdog).watch(fastify);
  returnRequestId(fastify);
  addSecurityHeaders(fastify);
  traceRequests(fastify);
  logRequests(fastify, env);
  measureRequests(fastify, app.get(Registry));
  const keys = app.get(ApiKeys);
  if (keys.on) authenticateRequests(fastify, keys);
  await app.get(RateLimit).watch(fastify, app.get<Redis>(REDIS));
  app.get(OriginCheck).protect(fastify);
  app.get(RouteTable).refuse(fastify);
  inflateBodies(fastify);
  app.get(BodyBudget).watch(fastify);
  app.enableCors({
    origin: env.CORS_ORIGINS,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['content-disposition', HEADER_LENGTH, 'location', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
  app.get(MonitorService).mount(fastify);
  await serveConsole(fastify);
}

/** Serves the OpenAPI document and hands it to the parts that derive from it. */
function setUpDocument(app: NestFastifyApplication): void {
  const document = openApiDocument(app);
  const schemas = (document.components?.schemas ?? {}) as Record<string, object>;
  app.get(CandidateValidator).compile(schemas);
  app.get(JsonBody).schemas = schemas;
  app.get(RouteTable).read(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Exoplanet API',
  });
}
