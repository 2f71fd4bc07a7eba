import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobContext, JobsServerOptions } from '../../src/index';
import type { HandlerServer } from '../../src/server/handler-server';

export type ChildOptions = JobsServerOptions & {
  /** How long a handler takes [ms]. */
  work: number;
  /** File to which handlers report. */
  log: string;
};

/** JOBS_TEST holds the settings of the program. */
export const readOptions = (): ChildOptions => JSON.parse(process.env.JOBS_TEST!) as ChildOptions;

const parentOf = (): number => process.ppid;

/** The handlers of the worker program and of its child process. */
export function addHandlers(server: HandlerServer, { work, log }: ChildOptions): void {
  const report = (text: string) => appendFileSync(log, `${text}\n`);

  server.addHandler('slow', async ({ value }: { value: number }) => {
    report('running');
    await delay(work);
    return { value, pid: process.pid };
  });

  /** Runs the parts it is sent; one whose name begins with `kill` ends the process. */
  server.addHandler('parts', async (parts: string[], context: JobContext) => {
    const run = async (part: string) => {
      report(`running ${part}${context.isIsolated ? ' alone' : ''}`);
      await delay(work);
      if (part === 'kill-all' && context.isIsolated) process.kill(parentOf(), 'SIGKILL');
      if (part.startsWith('kill')) process.kill(process.pid, 'SIGKILL');
      if (part === 'block' && context.isIsolated) {
        report(`blocked ${process.pid}`);
        for (;;);
      }
      if (part === 'block') process.kill(process.pid, 'SIGKILL');
      return `done ${part}`;
    };
    if (!context.isIsolated || parts.length === 1) return Promise.all(parts.map(run));
    const outcomes = [];
    for (const part of parts) outcomes.push(await context.runPart(part, () => run(part)));
    return outcomes.map((outcome) => ('value' in outcome ? outcome.value : outcome.failure.code));
  });

  /** Ends the worker in its first run, and then uses all of what a context offers. */
  server.addHandler('everything', async (data: Uint8Array, context: JobContext) => {
    if (!context.isIsolated) process.kill(process.pid, 'SIGKILL');
    const [failure] = await context.childFailures();
    if (!failure) {
      context.progress({ fraction: 0.5 });
      await context.addChild('failing', `${context.id}-child`, 'a child');
      context.waitForChildren();
    }
    context.attach(
      'doubled',
      data.map((value) => 2 * value),
    );
    return { data, failure: failure.code, metadata: context.getMetadata(), attempt: context.attempt };
  });
}
