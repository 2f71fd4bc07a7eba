import { type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable } from 'rxjs';
import type { JobsStatus } from '../bullmq-adapter/redis-link';
import type { HandlerRun } from './handler-run';
import { JobContext } from './job-context';
import { lastValue } from './last-value';

/** The job transport's id: `@MessagePattern('predict', JOBS)`. */
export const JOBS = Symbol('JOBS');

/** What the servers of a worker and of its child process share: both call Nest's handlers. */
export abstract class HandlerServer extends Server<Record<never, never>, JobsStatus> {
  override readonly transportId = JOBS;
  /** The failure of an event handler is the failure of its job. */
  override readonly propagatesEventHandlerErrors = true;

  on(): never {
    throw new Error('This server emits no events');
  }

  unwrap<T>(): T {
    throw new Error('This server has no connection of its own');
  }

  /** Calls the handler between Nest's hooks, as Nest's own servers do. */
  protected handle(handler: MessageHandler, data: unknown, run: HandlerRun, metadata: unknown): Promise<unknown> {
    const context = new JobContext(run, metadata);
    const answer = async (): Promise<unknown> => {
      const value = (await handler(data, context)) as unknown;
      return isObservable(value) ? lastValue(value, run.signal) : value;
    };
    return new Promise((resolve) => {
      this.runWithProcessingHooks(context, async (runEndHook) => {
        const answered = answer();
        resolve(answered);
        await answered.catch(() => undefined).finally(runEndHook);
      });
    });
  }
}
