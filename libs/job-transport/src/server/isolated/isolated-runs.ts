import { JobError } from '../../errors/job-error';
import { WaitsForChildren } from '../handler-run';
import type { JobRun } from '../job-run';
import { IsolatedProcess } from './isolated-process';
import type { RunEnded } from './messages';

/** How often a run is given to another process because the one before ended by itself. */
const MAX_STARTS = 3;

/**
 * Runs jobs that were lost with their worker in a child process, one at a time. Where that process ends in a job while this one
 * lives, the job is to blame, and no other job is harmed. The process is kept while lost jobs wait, but not after a run that was
 * aborted: its handler may go on.
 */
export class IsolatedRuns {
  private process?: IsolatedProcess;
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  /** @param program path of a program that runs an `IsolatedJobsServer` @param parameters its command line when it starts */
  constructor(
    private readonly program: string,
    private readonly parameters: () => readonly string[],
  ) {}

  /** Does the work when that of all earlier calls has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.waiting++;
    const turn = this.last.then(work);
    this.last = turn.then(
      () => this.leave(),
      () => this.leave(),
    );
    return turn;
  }

  /** Runs the handler of a job in the child process, again without a part that ended it. @throws JobError POISON, WORKER_LOST */
  async execute(run: JobRun, data: unknown, metadata: unknown): Promise<unknown> {
    try {
      return await this.executeUntilItEnds(run, data, metadata);
    } finally {
      if (run.aborted) await this.discard();
    }
  }

  kill(): void {
    this.process?.kill();
  }

  private async executeUntilItEnds(run: JobRun, data: unknown, metadata: unknown): Promise<unknown> {
    for (let starts = 0; ;) {
      const process = await this.startedProcess(run);
      const outcome = await process.run(run, data, metadata);
      switch (outcome.type) {
        case 'not begun':
          run.throwIfAborted();
          if (++starts === MAX_STARTS) throw new JobError({ code: 'WORKER_LOST' });
          break;
        case 'died':
          // The process was killed because its handler went on after an abort.
          run.throwIfAborted();
          await run.poisonRunningPart();
          break;
        default:
          return resultOf(outcome, run);
      }
    }
  }

  private async startedProcess(run: JobRun): Promise<IsolatedProcess> {
    if (!this.process?.isAlive) this.process = new IsolatedProcess(this.program, this.parameters());
    const { process } = this;
    const stopListening = run.onChange({ cancel: () => undefined, abort: () => process.kill() });
    try {
      await process.whenReady();
    } finally {
      stopListening();
    }
    run.throwIfAborted();
    return process;
  }

  private async discard(): Promise<void> {
    const { process } = this;
    this.process = undefined;
    process?.kill();
    await process?.stop();
  }

  private async leave(): Promise<void> {
    if (--this.waiting > 0) return;
    const { process } = this;
    this.process = undefined;
    await process?.stop();
  }
}

function resultOf(ended: RunEnded, run: JobRun): unknown {
  switch (ended.type) {
    case 'completed':
      for (const [name, bytes] of ended.attachments) run.attachments.set(name, bytes);
      return ended.result;
    case 'failed':
      throw new JobError(ended.failure);
    case 'waits for children':
      throw new WaitsForChildren();
  }
}
