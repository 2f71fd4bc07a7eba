import { setTimeout as delay } from 'node:timers/promises';
import { type JobContext, JobsServer } from '../../src/index';

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

/** Runs the parts it is sent; one whose name begins with `kill` ends the process. */
server.addHandler('parts', async (parts: string[], context: JobContext) => {
  const run = async (part: string) => {
    process.send?.(`running ${part}${context.isIsolated ? ' alone' : ''}`);
    await delay(work);
    if (part.startsWith('kill')) process.kill(process.pid, 'SIGKILL');
    return `done ${part}`;
  };
  if (!context.isIsolated || parts.length === 1) return Promise.all(parts.map(run));
  const outcomes = [];
  for (const part of parts) outcomes.push(await context.runPart(part, () => run(part)));
  return outcomes.map((outcome) => ('value' in outcome ? outcome.value : outcome.failure.code));
});

server.listen(() => process.send?.('listening'));
