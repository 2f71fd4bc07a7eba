import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyServerOptions } from 'fastify';
import type { Server, ServerOptions } from 'socket.io';
import { ControlServer, type EnvDto, PinoLogger, redisOptions } from '@exoplanet/platform';
import { ApiKeys } from './auth/api-keys';
import { authenticate } from './auth/authentication';
import { isFromForeignPage, refuseForeignPages } from './auth/foreign-pages';
import { GatewayModule } from './gateway.module';
import { ProblemFilter, sendProblem, toAppError } from './http/problem.filter';
import { carryRequestId } from './http/request-context';
import { logRequests } from './http/request-log';
import { RouteTable } from './http/route-table';
import { validationPipe } from './http/validation';
import { acceptTensors } from './inference-protocol/binary-tensors';
import { acceptForms } from './light-curves/form';
import { LiveHub } from './live/live-hub';
import { attachRawWebSocket } from './live/raw-websocket';
import { GatewayMetrics } from './metrics/gateway-metrics';
import { measureRequests } from './metrics/request-durations';
import { MonitorService } from './monitor/monitor.service';
import { openApiDocument } from './openapi/document';
import { RowsValidator } from './predictions/rows.validator';
import { traceRequests } from './tracing/trace-requests';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The gateway, ready to listen. It starts without Redis too: requests are then refused with 503 until Redis is there. */
export async function createApp(env: EnvDto): Promise<NestFastifyApplication> {
  const options: FastifyServerOptions = {
    bodyLimit: env.MAX_BODY_SIZE,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    // What fails before Nest's filters are reached: a URL that cannot be decoded, a broken header.
    frameworkErrors: (error, request, reply) => sendProblem(reply, request, toAppError(error, env.DEBUG)),
  };
  const adapter = new PlainFastifyAdapter(options);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.with(env), adapter, {
    logger: new PinoLogger('gateway', env),
    abortOnError: false,
    bodyParser: false,
  });

  const fastify = app.getHttpAdapter().getInstance();
  await acceptForms(fastify, env.MAX_BODY_SIZE);
  fastify.removeContentTypeParser('text/plain'); // What is left is JSON: everything else is refused with 415.
  acceptTensors(fastify);
  carryRequestId(fastify);
  traceRequests(fastify);
  logRequests(fastify, env);
  measureRequests(fastify, app.get(GatewayMetrics));
  const keys = app.get(ApiKeys);
  if (keys.on) authenticate(fastify, keys);
  else refuseForeignPages(fastify, env.CORS_ORIGINS);
  app.enableCors({
    origin: env.CORS_ORIGINS,
    exposedHeaders: ['location', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
  app.useGlobalPipes(validationPipe());
  const isForeign = (headers: IncomingHttpHeaders): boolean => !keys.on && isFromForeignPage(headers, env.CORS_ORIGINS);
  const problems = new ProblemFilter(env.DEBUG);
  app.useGlobalFilters(problems);
  app.useWebSocketAdapter(new CorsIoAdapter(app, env.CORS_ORIGINS, isForeign));
  app.enableShutdownHooks();
  app.connectMicroservice<MicroserviceOptions>({ strategy: new ControlServer(redisOptions(env)) });

  const document = openApiDocument(app);
  app.get(RowsValidator).compile(document);
  problems.routes = new RouteTable(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Exoplanet API',
  });
  app.get(MonitorService).mount(fastify);
  await app.init();
  await app.startAllMicroservices();
  const closeSockets = attachRawWebSocket(app.getHttpServer(), app.get(LiveHub), keys, isForeign);
  fastify.addHook('preClose', (done) => {
    closeSockets();
    done();
  });
  return app;
}

/** Leaves Fastify's errors as they are: made into Nest's, they would lose their code. */
class PlainFastifyAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/** socket.io with the same origins as HTTP: CORS alone would not hold for its WebSockets. */
class CorsIoAdapter extends IoAdapter {
  constructor(
    app: NestFastifyApplication,
    private readonly origins: string[],
    private readonly isForeign: (headers: IncomingHttpHeaders) => boolean,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const allowRequest: ServerOptions['allowRequest'] = ({ headers }, answer) => answer(null, !this.isForeign(headers));
    return super.createIOServer(port, {
      ...options,
      allowRequest,
      cors: { origin: this.origins },
      maxHttpBufferSize: 64 * 1024,
    } as ServerOptions);
  }
}
