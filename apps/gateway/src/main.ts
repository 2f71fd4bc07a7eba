import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { loadEnvironment, startTracing, stopOnSignals } from '@exoplanet/platform';
import { createApp } from './create-app';
import { closeGateway } from './platform/lifecycle/close-gateway';

const env = loadEnvironment();
await startTracing('gateway', env.OTEL_EXPORTER_OTLP_ENDPOINT);
const app = await createApp(env);
stopOnSignals(() => closeGateway(app));
try {
  await app.listen(env.PORT, env.HOST);
} catch (error) {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(
    inUse
      ? `PORT ${env.PORT} is in use: stop the program that listens there, or set PORT to another one\n`
      : `${String(error)}\n`,
  );
  process.exit(1);
}
new Logger('gateway').log(`listening on ${await app.getUrl()}`);
