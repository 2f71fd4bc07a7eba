import { type ChildProcess, fork } from 'node:child_process';
import { JobError } from '../../errors/job-error';
import { toJobError } from '../../errors/job-failure';
import { settledWithin } from '../../settled-within';
import type { JobRun } from '../job-run';
import type { CallName, RunEnded, ToChild, ToWorker } from './messages';

/** How long an aborted run, or a process that is to end, may take before the process is killed [ms]. */
const STOP_TIMEOUT = 1000;

/** A child process of this worker that runs one job after the other. */
export class IsolatedProcess {
  private readonly exited: Promise<void>;
  private onMessage?: (message: ToWorker) => void;

  private constructor(private readonly child: ChildProcess) {
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    child.on('message', (message: ToWorker) => this.onMessage?.(message));
  }

  /** @param program path of a program that runs an `IsolatedJobsServer` @throws JobError WORKER_LOST when it does not start */
  static async start(program: string): Promise<IsolatedProcess> {
    const isolated = new IsolatedProcess(fork(program, { serialization: 'advanced' }));
    const ready = new Promise<boolean>((resolve) => (isolated.onMessage = ({ type }) => resolve(type === 'ready')));
    if (await Promise.race([ready, isolated.exited.then(() => false)])) return isolated;
    throw new JobError({ code: 'WORKER_LOST', message: 'the process in which lost tasks run did not start' });
  }

  /** Runs a job that this worker holds. When the run is aborted, the process is told, then killed. @returns undefined when the process ended in it */
  async run(run: JobRun, data: unknown, metadata: unknown): Promise<RunEnded | undefined> {
    const ended = new Promise<RunEnded>((resolve) => {
      this.onMessage = (message) => this.receive(run, message, resolve);
    });
    const stopListening = run.onChange({
      cancel: (part) => this.send({ type: 'cancel', part }),
      abort: (reason) => {
        this.send({ type: 'abort', failure: toJobError(reason).toJSON() });
        void settledWithin(ended, STOP_TIMEOUT).then((inTime) => inTime || this.kill());
      },
    });
    const { id, pattern, attempt, createdAt, startedAt } = run;
    const cancelledParts = run.cancelled;
    this.send({
      type: 'run',
      run: { id, pattern, attempt, createdAt, startedAt, cancelledParts },
      data,
      metadata,
    });
    try {
      return await Promise.race([ended, this.exited.then(() => undefined)]);
    } finally {
      stopListening();
    }
  }

  /** Lets the process end by itself, and kills it if it does not. */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    if (!(await settledWithin(this.exited, STOP_TIMEOUT))) this.kill();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private receive(run: JobRun, message: ToWorker, end: (ended: RunEnded) => void): void {
    switch (message.type) {
      case 'ready':
        break;
      case 'progress':
        run.progress.report(message.value);
        break;
      case 'progress of parent':
        run.parentProgress.report(message.value);
        break;
      case 'part failed':
        run.failPart(message.part, message.failure);
        break;
      case 'call':
        void this.answer(run, message);
        break;
      default:
        end(message);
    }
  }

  private async answer(run: JobRun, { call, name, parameters }: Extract<ToWorker, { type: 'call' }>): Promise<void> {
    try {
      const calls = run as Record<CallName, (...parameters: unknown[]) => Promise<unknown>>;
      this.send({ type: 'reply', call, value: await calls[name](...parameters) });
    } catch (thrown) {
      this.send({ type: 'reply', call, failure: toJobError(thrown).toJSON() });
    }
  }

  /** Sends a message, or drops it if the process has just ended. */
  private send(message: ToChild): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}
