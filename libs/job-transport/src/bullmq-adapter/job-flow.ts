import type { Job } from 'bullmq';
import type { JobFailure } from '../errors/job-error';
import { parseFailure } from '../errors/job-failure';
import { WHOLE_JOB } from './job-options';
import type { JobProducer } from './job-producer';
import { parentProgressScript } from './parent-progress-script';
import type { RedisLink } from './redis-link';

/** Runs of a child whose handler fails with a retryable error, the first included. */
const ATTEMPTS = 3;

/** A job that another one waits for. */
export interface ChildJob {
  pattern: string;
  /** While a job of this id is kept, it is not added again; its parent then waits for that one. */
  id: string;
  /** The command as JSON. */
  data: string;
}

/** Links a job to its children, which it waits for, and to its parent, which waits for it: a flow of BullMQ. */
export class JobFlow {
  constructor(
    private readonly job: Pick<Job, 'id' | 'parent' | 'getIgnoredChildrenFailures'>,
    /** Qualified name of the job's queue. */
    private readonly queue: string,
    private readonly link: RedisLink,
    private readonly producerOf: (pattern: string) => JobProducer,
  ) {}

  get hasParent(): boolean {
    return this.job.parent !== undefined;
  }

  /** The job that waits for this one is told when the child ends, whether it completed or failed. */
  async addChild({ pattern, id, data }: ChildJob): Promise<void> {
    await this.producerOf(pattern).addChild(id, data, { id: this.job.id!, queue: this.queue }, ATTEMPTS);
  }

  /** Why children failed. A retryable failure is given once: the next run of this job can add that child again. */
  async childFailures(): Promise<JobFailure[]> {
    const found = Object.entries(await this.link.run(() => this.job.getIgnoredChildrenFailures()));
    const failures = found.map(([child, json]) => ({ child, failure: parseFailure(json) }));
    const retryable = failures.filter(({ failure }) => failure.retryable).map(({ child }) => child);
    if (retryable.length > 0) await this.link.run((redis) => redis.hdel(this.failedKey, ...retryable));
    return failures.map(({ failure }) => failure);
  }

  /** Whether the parent as a whole was cancelled: then nobody waits for this job any more. */
  async isParentCancelled(): Promise<boolean> {
    if (!this.job.parent) return false;
    const parts = await this.link.run((redis) => redis.hget(this.parentKey, 'cancelled'));
    return parts !== null && (JSON.parse(parts) as string[]).includes(WHOLE_JOB);
  }

  async writeParentProgress(value: unknown): Promise<void> {
    if (!this.job.parent) return;
    const { id, queueKey } = this.job.parent;
    const keys = [this.parentKey, `${queueKey}:events`];
    await this.link.run((redis) => parentProgressScript.run(redis, keys, [id!, JSON.stringify(value)]));
  }

  /** The hash in which BullMQ keeps the failures of the children. */
  private get failedKey(): string {
    return `${this.queue}:${this.job.id!}:failed`;
  }

  private get parentKey(): string {
    const { id, queueKey } = this.job.parent!;
    return `${queueKey}:${id}`;
  }
}
