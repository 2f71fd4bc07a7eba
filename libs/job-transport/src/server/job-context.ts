import { BaseRpcContext } from '@nestjs/microservices';
import type { Progress } from '../bullmq-adapter/job-consumer';
import type { JobFailure } from '../errors/job-error';
import { type HandlerRun, type PartOutcome, WaitsForChildren } from './handler-run';

/** What a handler knows of its job beside the data: `handle(@Payload() data, @Ctx() context: JobContext)`. */
export class JobContext extends BaseRpcContext<[pattern: string, metadata: unknown]> {
  constructor(
    private readonly run: HandlerRun,
    metadata: unknown,
  ) {
    super([run.pattern, metadata]);
  }

  get id(): string {
    return this.run.id;
  }

  get pattern(): string {
    return this.run.pattern;
  }

  /** 1 in the first run. */
  get attempt(): number {
    return this.run.attempt;
  }

  /** When the job was submitted [ms since 1970]. */
  get createdAt(): number {
    return this.run.createdAt;
  }

  /** When this run started [ms since 1970]. */
  get startedAt(): number {
    return this.run.startedAt;
  }

  /** Aborted when the job is cancelled, exceeds its time limit, is lost to another worker or is handed back. The handler's result is ignored after that. */
  get signal(): AbortSignal {
    return this.run.signal;
  }

  /** Reports how far the job is, in any JSON value. The latest wins: at most one message each `progressInterval`, the first at once, the last before the end. */
  progress(value: Progress): void {
    this.run.progress.report(value);
  }

  /**
   * Stores bytes beside the result, under a name. They are not read with the result, but by `JobRecord.readAttachment`; they
   * count as payload memory and are kept as long as the result. A later call with the same name replaces them.
   */
  attach(name: string, bytes: Uint8Array): void {
    this.run.attachments.set(name, bytes);
  }

  /** Whether this labelled part of the job was cancelled, or the whole job. */
  isCancelled(part: string): boolean {
    return this.run.isCancelled(part);
  }

  /**
   * Whether an earlier run of this job was lost with its worker. The job then runs in a process of its own, where the server has
   * an `isolatedProgram`, and its handler should run what the job carries part by part, by `runPart`.
   */
  get isIsolated(): boolean {
    return this.run.isIsolated;
  }

  /**
   * Runs one labelled part of an isolated job. If the process ends in it, the part is not run again: it fails with POISON and
   * the handler runs again for the others. A part that fails leaves the job completed; `JobRecord.failedParts` has its failure.
   */
  runPart<T>(part: string, work: () => Promise<T>): Promise<PartOutcome<T>> {
    return this.run.runPart(part, work);
  }

  /**
   * Submits a command that this job waits for, see `waitForChildren`. While a command of this id is kept, it is not run again.
   * A child gets the metadata of this job, and is cancelled with it.
   * @throws RangeError when the data is larger than 64 KiB
   */
  addChild(pattern: string, id: string, data: unknown): Promise<void> {
    return this.run.addChild(pattern, id, data, this.getMetadata());
  }

  /** Ends this run. The handler runs again, from its beginning, when every child has completed or failed. */
  waitForChildren(): never {
    const waits = new WaitsForChildren();
    this.run.abort(waits);
    throw waits;
  }

  /**
   * Why children failed, those that were cancelled included. A retryable failure is given once: the run that gets it fails with it,
   * and the next run adds the child again.
   */
  childFailures(): Promise<JobFailure[]> {
    return this.run.childFailures();
  }

  /** Like `progress`, for the job that waits for this one. */
  progressOfParent(value: Progress): void {
    this.run.parentProgress.report(value);
  }

  /** What the sender attached beside the data. */
  getMetadata(): unknown {
    return this.getArgByIndex(1);
  }
}
