import { PinoLogger, logContext, type EnvDto } from '@exoplanet/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Server, ServerOptions } from 'socket.io';
import { GatewayModule } from './gateway.module';
import { ProblemFilter, sendProblem, toAppError } from './http/problem.filter';
import { RouteTable } from './http/route-table';
import { validationPipe } from './http/validation';
import { LiveHub } from './live/live-hub';
import { attachRawWebSocket } from './live/raw-websocket';
import { openApiDocument } from './openapi/document';
import { RowsValidator } from './predictions/rows.validator';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The gateway, ready to listen. It starts without Redis too: requests are then refused with 503 until Redis is there. */
export async function createApp(env: EnvDto): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: env.MAX_BODY_SIZE,
    routerOptions: { maxParamLength: 256 },
    forceCloseConnections: 'idle',
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    // What fails before Nest's filters are reached: a URL that cannot be decoded, a broken header.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => sendProblem(reply, request, toAppError(error, env.DEBUG)),
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.with(env), adapter, { logger: new PinoLogger('gateway', env), abortOnError: false });

  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    logContext.run({ request_id: String(request.id) }, done);
  });
  app.enableCors({ origin: env.CORS_ORIGINS, exposedHeaders: ['location', 'retry-after', 'x-request-id'], maxAge: 600 });
  app.useGlobalPipes(validationPipe());
  const problems = new ProblemFilter(env.DEBUG);
  app.useGlobalFilters(problems);
  app.useWebSocketAdapter(new CorsIoAdapter(app, env.CORS_ORIGINS));
  app.enableShutdownHooks();

  const document = openApiDocument(app);
  app.get(RowsValidator).compile(document);
  problems.routes = new RouteTable(document);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml', customSiteTitle: 'Exoplanet API' });
  await app.init();
  const closeSockets = attachRawWebSocket(app.getHttpServer() as HttpServer, app.get(LiveHub));
  fastify.addHook('preClose', (done) => {
    closeSockets();
    done();
  });
  return app;
}

/** socket.io with the same origins as HTTP. */
class CorsIoAdapter extends IoAdapter {
  constructor(
    app: NestFastifyApplication,
    private readonly origins: string[],
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    return super.createIOServer(port, { ...options, cors: { origin: this.origins }, maxHttpBufferSize: 64 * 1024 } as ServerOptions) as Server;
  }
}
