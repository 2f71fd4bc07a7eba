import { type ChildProcess, fork } from 'node:child_process';
import { JobError } from '../../errors/job-error';
import { toJobError } from '../../errors/job-failure';
import { settledWithin } from '../../settled-within';
import type { JobRun } from '../job-run';
import type { CallName, RunEnded, ToChild, ToWorker } from './messages';

/** Longest time from the start of the process until it takes jobs [ms]; loading models takes seconds on a busy machine. */
const START_TIMEOUT = 120_000;
/** How long an aborted run, or a process that is to end, may take before the process is killed [ms]. */
const STOP_TIMEOUT = 1000;

/** How a run in the process ended: `not begun` and `died` where the process ended before the run reached it, or in it. */
export type RunOutcome = RunEnded | { type: 'not begun' } | { type: 'died' };

/** A child process of this worker that runs one job after the other. */
export class IsolatedProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly ready: Promise<void>;
  private onMessage?: (message: ToWorker) => void;
  private hasExited = false;

  /** @param program path of a program that runs an `IsolatedJobsServer` @param parameters its command line */
  constructor(program: string, parameters: readonly string[]) {
    this.child = fork(program, parameters, { serialization: 'advanced' });
    this.exited = new Promise((resolve) => {
      const end = () => {
        this.hasExited = true;
        resolve();
      };
      this.child.once('exit', end).once('error', end);
    });
    this.ready = new Promise((resolve) => {
      this.onMessage = () => resolve();
    });
    this.child.on('message', (message: ToWorker) => this.onMessage?.(message));
  }

  /** Whether it takes jobs, or will once it has started. */
  get isAlive(): boolean {
    return !this.hasExited;
  }

  /** Waits until it takes jobs. @throws JobError WORKER_LOST when it does not start */
  async whenReady(): Promise<void> {
    await settledWithin(Promise.race([this.ready, this.exited]), START_TIMEOUT);
    const isReady = await settledWithin(this.ready, 0);
    if (isReady && this.isAlive) return;
    this.kill();
    throw new JobError({ code: 'WORKER_LOST', message: 'the process in which lost tasks run did not start' });
  }

  /** Runs a job that this worker holds. When the run is aborted, the process is told, then killed. */
  async run(run: JobRun, data: unknown, metadata: unknown): Promise<RunOutcome> {
    let hasBegun = false;
    const ended = new Promise<RunEnded>((resolve) => {
      this.onMessage = (message) => {
        if (message.type === 'begun') hasBegun = true;
        else this.receive(run, message, resolve);
      };
    });
    const stopListening = run.onChange({
      cancel: (part) => this.send({ type: 'cancel', part }),
      abort: (reason) => {
        this.send({ type: 'abort', failure: toJobError(reason).toJSON() });
        void settledWithin(ended, STOP_TIMEOUT).then((inTime) => inTime || this.kill());
      },
    });
    const { id, pattern, attempt, createdAt, startedAt, cancelled: cancelledParts } = run;
    this.send({ type: 'run', run: { id, pattern, attempt, createdAt, startedAt, cancelledParts }, data, metadata });
    try {
      return (
        (await Promise.race([ended, this.exited.then(() => undefined)])) ?? { type: hasBegun ? 'died' : 'not begun' }
      );
    } finally {
      stopListening();
      this.onMessage = undefined;
    }
  }

  /** Lets the process end by itself, and kills it if it does not. */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    if (await settledWithin(this.exited, STOP_TIMEOUT)) return;
    this.kill();
    await this.exited;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private receive(run: JobRun, message: ToWorker, end: (ended: RunEnded) => void): void {
    switch (message.type) {
      case 'ready':
      case 'begun':
        break;
      case 'progress':
        run.progress.report(message.value);
        break;
      case 'progress of parent':
        run.parentProgress.report(message.value);
        break;
      case 'part ended':
        run.endPart(message.part, message.failure);
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
