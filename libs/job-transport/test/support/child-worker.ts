import { setTimeout as delay } from 'node:timers/promises';
import { JobsServer } from '../../src/index';

/** A worker program for tests that kill its process. JOBS_TEST holds the settings. */
const { work, ...options } = JSON.parse(process.env.JOBS_TEST!) as ConstructorParameters<typeof JobsServer>[0] & {
  work: number;
};

const server = new JobsServer(options);
server.addHandler('slow', async ({ value }: { value: number }) => {
  process.send?.('running');
  await delay(work);
  return { value, pid: process.pid };
});
server.listen(() => process.send?.('listening'));
