import 'reflect-metadata';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ANALYZE, EXPLAIN_PART, IMPORT, PREDICT, SCORE_PART, versionId } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { cpuLimit } from '@exoplanet/model-runtime';
import {
  ControlServer,
  keyPrefix,
  loadEnvironment,
  PinoLogger,
  redisOptions,
  startTracing,
  stopOnSignals,
} from '@exoplanet/platform';
import { RunRecorder } from './commands/run-recorder';
import { ControlStatus } from './control/control-status';
import { HeartbeatService } from './heartbeat/heartbeat.service';
import { WorkerMetrics } from './metrics/worker-metrics';
import { openModels } from './models/open-models';
import type { WorkerIdentity } from './tokens';
import { WorkerModule } from './worker.module';

/** Catalogues that a worker reads or ranks at the same time. */
const CATALOGS_AT_ONCE = 2;

const env = loadEnvironment();
const logger = new PinoLogger('inference', env);
const identity: WorkerIdentity = {
  id: env.WORKER_NAME ?? `${hostname()}-${process.pid}`,
  host: hostname(),
  healthAddress: '',
};
const metrics = new WorkerMetrics();
const runs = new RunRecorder(metrics);
await startTracing('worker', env.OTEL_EXPORTER_OTLP_ENDPOINT);

const models = await openModels(env, metrics, logger);

const jobs = new JobsServer({
  connection: redisOptions(env),
  prefix: keyPrefix(env),
  name: identity.id,
  isolatedProgram: fileURLToPath(new URL('./isolated.program.js', import.meta.url)),
  isolatedParameters: () => models.list().map(versionId),
  concurrency: {
    [PREDICT]: env.WORKER_CONCURRENCY,
    [ANALYZE]: cpuLimit(),
    [IMPORT]: CATALOGS_AT_ONCE,
    [SCORE_PART]: 1,
    [EXPLAIN_PART]: cpuLimit(),
  },
  timeout: Object.fromEntries(
    [PREDICT, ANALYZE, SCORE_PART, EXPLAIN_PART].map((kind) => [kind, env.TASK_TIMEOUT * 1000]),
  ),
  progressInterval: env.TELEMETRY_UPDATE_INTERVAL * 1000,
  resultTtl: env.RESULT_TTL,
  resultLimit: env.RESULT_LIMIT,
  payloadMemoryLimit: env.PAYLOAD_MEMORY_LIMIT,
  onRunEnd: (end) => runs.record(end),
});
const control = new ControlStatus(new ControlServer(redisOptions(env)));

const app = await NestFactory.create<NestFastifyApplication>(
  WorkerModule.with({ env, identity, models, jobs, control, metrics, runs }),
  // Open connections must not delay the stop: only probes and scrapes use this port.
  new FastifyAdapter({ forceCloseConnections: true }),
  { logger },
);
stopOnSignals(() => app.close());
app.connectMicroservice<MicroserviceOptions>({ strategy: jobs });
app.connectMicroservice<MicroserviceOptions>({ strategy: control.server });

await app.listen(env.WORKER_HEALTH_PORT, env.HOST);
const { port } = app.getHttpServer().address() as { port: number };
identity.healthAddress = `http://${env.HOST === '0.0.0.0' || env.HOST === '::' ? hostname() : env.HOST}:${port}`;
await app.startAllMicroservices();
app.get(HeartbeatService).start();
logger.log(
  `${identity.id} serves ${models.list().map(versionId).join(', ')}; health at ${identity.healthAddress}/health/ready`,
  'inference',
);
