import { JobError } from '../../errors/job-error';
import { WaitsForChildren } from '../handler-run';
import type { JobRun } from '../job-run';
import { IsolatedProcess } from './isolated-process';
import type { RunEnded } from './messages';

/**
 * Runs jobs that were lost with their worker in a child process, one at a time. Where that process ends in a job while this one
 * lives, the job is to blame, and no other job is harmed. The process is kept while lost jobs wait.
 */
export class IsolatedRuns {
  private process?: IsolatedProcess;
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  /** @param program path of a program that runs an `IsolatedJobsServer` */
  constructor(private readonly program: string) {}

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

  /** Runs a job's handler in the child process; if a part ends that process, runs it again without that part. @throws JobError POISON */
  async execute(run: JobRun, data: unknown, metadata: unknown): Promise<unknown> {
    for (;;) {
      this.process ??= await IsolatedProcess.start(this.program);
      run.throwIfAborted();
      const ended = await this.process.run(run, data, metadata);
      if (ended) return resultOf(ended, run);
      this.process = undefined;
      // The process was killed because its handler went on after an abort.
      run.throwIfAborted();
      await run.poisonRunningPart();
    }
  }

  kill(): void {
    this.process?.kill();
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
