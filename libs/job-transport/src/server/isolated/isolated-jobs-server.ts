import type { CustomTransportStrategy } from '@nestjs/microservices';
import { JobError } from '../../errors/job-error';
import { HandlerServer } from '../handler-server';
import { endWithParent } from './end-with-parent';
import { IsolatedRun } from './isolated-run';
import type { ToChild, ToWorker } from './messages';

/**
 * Runs handlers in the child process of a worker, for `JobsServerOptions.isolatedProgram`: the worker hands over
 * lost jobs one at a time. A Nest transport strategy.
 */
export class IsolatedJobsServer extends HandlerServer implements CustomTransportStrategy {
  private run?: IsolatedRun;

  /** Calls back at once. @throws Error in a process that was not started by a `JobsServer` */
  listen(callback: (...parameters: unknown[]) => unknown): void {
    if (!process.send) throw new Error('This program runs only as the child process of a worker');
    endWithParent();
    process.on('message', (message: ToChild) => this.onMessage(message));
    process.once('disconnect', () => this.run?.abort(new JobError({ code: 'WORKER_LOST' })));
    callback();
    send({ type: 'ready' });
  }

  close(): void {
    if (process.connected) process.disconnect();
  }

  private onMessage(message: ToChild): void {
    switch (message.type) {
      case 'run':
        void this.start(message);
        break;
      case 'cancel':
        this.run?.cancel(message.part);
        break;
      case 'abort':
        this.run?.abort(new JobError(message.failure));
        break;
      case 'reply':
        this.run?.answer(message.call, message);
    }
  }

  private async start({ run: description, data, metadata }: Extract<ToChild, { type: 'run' }>): Promise<void> {
    const run = new IsolatedRun(description, send);
    this.run = run;
    send({ type: 'begun' });
    const handler = this.messageHandlers.get(run.pattern);
    const work = handler
      ? this.handle(handler, data, run, metadata)
      : Promise.reject(new Error(`no handler of ${run.pattern}`));
    send(await run.end(work));
  }
}

function send(message: ToWorker): void {
  process.send!(message, undefined, undefined, () => undefined);
}
