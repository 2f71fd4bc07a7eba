import type { Progress } from '../../bullmq-adapter/job-consumer';
import { WHOLE_JOB } from '../../bullmq-adapter/job-options';
import { JobError, type JobFailure } from '../../errors/job-error';
import { toJobError } from '../../errors/job-failure';
import { type HandlerRun, type PartOutcome, WaitsForChildren } from '../handler-run';
import type { CallName, Calls, RunDescription, RunEnded, ToWorker } from './messages';

/** A run in the child process of a worker. What needs Redis is asked of the worker. */
export class IsolatedRun implements HandlerRun {
  readonly id: string;
  readonly pattern: string;
  readonly attempt: number;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly isIsolated = true;
  readonly attachments = new Map<string, Uint8Array>();
  readonly progress = { report: (value: Progress) => this.send({ type: 'progress', value }) };
  readonly parentProgress = { report: (value: Progress) => this.send({ type: 'progress of parent', value }) };
  private readonly controller = new AbortController();
  private readonly cancelledParts: Set<string>;
  private readonly calls = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  private lastCall = 0;

  constructor(
    { id, pattern, attempt, createdAt, startedAt, cancelledParts }: RunDescription,
    private readonly send: (message: ToWorker) => void,
  ) {
    this.id = id;
    this.pattern = pattern;
    this.attempt = attempt;
    this.createdAt = createdAt;
    this.startedAt = startedAt;
    this.cancelledParts = new Set(cancelledParts);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  isCancelled(part: string): boolean {
    return this.cancelledParts.has(part) || this.cancelledParts.has(WHOLE_JOB);
  }

  cancel(part: string): void {
    this.cancelledParts.add(part);
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  async runPart<T>(part: string, work: () => Promise<T>): Promise<PartOutcome<T>> {
    const refused = await this.call('startPart', part);
    if (refused) return { failure: refused };
    try {
      const value = await work();
      this.send({ type: 'part ended', part });
      return { value };
    } catch (thrown) {
      const error = toJobError(thrown);
      if (this.signal.aborted || error.retryable) throw thrown;
      const failure = error.toJSON();
      this.send({ type: 'part ended', part, failure });
      return { failure };
    }
  }

  addChild(pattern: string, id: string, data: unknown, metadata: unknown): Promise<void> {
    return this.call('addChild', pattern, id, data, metadata);
  }

  childFailures(): Promise<JobFailure[]> {
    return this.call('childFailures');
  }

  /** The worker's answer to a call. */
  answer(call: number, answer: { value: unknown } | { failure: JobFailure }): void {
    const pending = this.calls.get(call);
    this.calls.delete(call);
    if ('failure' in answer) pending?.reject(new JobError(answer.failure));
    else pending?.resolve(answer.value);
  }

  /** How the handler's work ends. */
  async end(work: Promise<unknown>): Promise<RunEnded> {
    try {
      const result = await work;
      return { type: 'completed', result, attachments: [...this.attachments] };
    } catch (thrown) {
      // The reason of an abort stands, whatever a filter made of it.
      const reason: unknown = this.signal.aborted ? this.signal.reason : thrown;
      return reason instanceof WaitsForChildren
        ? { type: 'waits for children' }
        : { type: 'failed', failure: toJobError(reason).toJSON() };
    }
  }

  private call<Name extends CallName>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    const call = ++this.lastCall;
    return new Promise((resolve, reject) => {
      this.calls.set(call, { resolve: resolve as (value: unknown) => void, reject });
      this.send({ type: 'call', call, name, parameters });
    });
  }
}
