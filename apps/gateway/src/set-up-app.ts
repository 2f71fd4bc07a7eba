import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { ControlServer, EnvDto, redisOptions } from '@exoplanet/platform';
import { acceptTensors } from './inference-protocol/binary-tensors';
import { acceptForms } from './light-curves/upload-form';
import { RawWebSocket } from './live/raw-websocket';
import { SocketIoAdapter } from './live/socket-io.adapter';
import { MonitorService } from './monitor/monitor.service';
import { ApiKeys } from './platform/auth/api-keys';
import { authenticateRequests } from './platform/auth/authenticate-requests';
import { OriginCheck } from './platform/auth/origin-check';
import { ProblemFilter } from './platform/http/problem.filter';
import { returnRequestId } from './platform/http/request-id';
import { logRequests } from './platform/http/request-log';
import { RouteTable } from './platform/http/route-table';
import { measureRequests } from './platform/metrics/request-durations';
import { openApiDocument } from './platform/openapi/document';
import { traceRequests } from './platform/tracing/trace-requests';
import { CandidateValidator } from './predictions/candidate-validator';

/** Connects an application of `GatewayModule` to HTTP, sockets and the control plane, and initializes it. */
export async function setUpApp(app: NestFastifyApplication): Promise<void> {
  await setUpRequests(app);
  setUpDocument(app);
  app.useWebSocketAdapter(new SocketIoAdapter(app));
  app.enableShutdownHooks();
  app.connectMicroservice<MicroserviceOptions>({ strategy: new ControlServer(redisOptions(app.get(EnvDto))) });
  await app.init();
  await app.startAllMicroservices();
  setUpRawWebSocket(app);
}

/** What every request passes before it reaches a controller. Hooks run in this order. */
async function setUpRequests(app: NestFastifyApplication): Promise<void> {
  const env = app.get(EnvDto);
  const fastify = app.getHttpAdapter().getInstance();
  await acceptForms(fastify, env.MAX_BODY_SIZE);
  fastify.removeContentTypeParser('text/plain'); // JSON remains; any other type is rejected with 415.
  acceptTensors(fastify);
  returnRequestId(fastify);
  traceRequests(fastify);
  logRequests(fastify, env);
  measureRequests(fastify, app.get(Registry));
  const keys = app.get(ApiKeys);
  if (keys.on) authenticateRequests(fastify, keys);
  app.get(OriginCheck).protect(fastify);
  app.enableCors({
    origin: env.CORS_ORIGINS,
    exposedHeaders: ['location', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
  app.get(MonitorService).mount(fastify);
}

/** Serves the OpenAPI document and hands it to the parts that derive from it. */
function setUpDocument(app: NestFastifyApplication): void {
  const document = openApiDocument(app);
  app.get(CandidateValidator).compile(document);
  app.get(ProblemFilter).routes = new RouteTable(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Exoplanet API',
  });
}

/** After `init`, so that socket.io is already there and both share the upgrade event. */
function setUpRawWebSocket(app: NestFastifyApplication): void {
  const sockets = app.get(RawWebSocket);
  sockets.attach(app.getHttpServer());
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      sockets.close();
      done();
    });
}
