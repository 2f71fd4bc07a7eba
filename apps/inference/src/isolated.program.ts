// The child process of a worker, in which a command runs that was lost with its worker before.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { parseModelId, versionId } from '@exoplanet/contracts';
import { IsolatedJobsServer } from '@exoplanet/job-transport';
import { loadEnvironment, PinoLogger, startTracing, stopTracing } from '@exoplanet/platform';
import { CommandsModule } from './commands.module';
import { WorkerMetrics } from './metrics/worker-metrics';
import { openModels } from './models/open-models';

const env = loadEnvironment();
const logger = new PinoLogger('inference', env);
// Nobody reads these: the worker counts the runs.
const metrics = new WorkerMetrics();
await startTracing('worker', env.OTEL_EXPORTER_OTLP_ENDPOINT);
const models = await openModels(env, metrics, logger);
// The worker may serve another version than the newest.
for (const id of process.argv.slice(2)) {
  const { name, version } = parseModelId(id);
  if (!models.list().some((model) => versionId(model) === id)) await models.reload(name, version);
}
const app = await NestFactory.createMicroservice<MicroserviceOptions>(CommandsModule.with({ env, models, metrics }), {
  strategy: new IsolatedJobsServer(),
  logger,
});
process.once('disconnect', () => {
  void Promise.allSettled([app.close(), stopTracing()]).then(() => process.exit(0));
});
await app.listen();
