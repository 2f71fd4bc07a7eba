import { LRUCache } from 'lru-cache';
import type { StreamEntry } from '../bullmq-adapter/event-stream';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import { isFinished, type JobRecord, parseProgress, recordFromEvent, type RecordSource } from './job-record';

/** What the event stream has shown of an unfinished job since this client began to follow it. */
interface FollowedJob {
  progress?: unknown;
  cancelledParts: Set<string>;
  /** Whether the time before is known as well: the job is new, or it was read and found unfinished. */
  complete: boolean;
}

/** Maximum number of followed jobs. Any other is read when it ends, which costs a round trip. */
const MAX_FOLLOWED = 50_000;
/** Jobs that are given up at a time, because each look for the oldest entry of a map passes all that were deleted. */
const GIVEN_UP = 1000;

/**
 * What this client knows of jobs without asking Redis: finished ones that it saw or read lately, and unfinished ones that it
 * submitted or read. Of the latter it has seen every event since, so the event that ends one gives its whole record. Events
 * of all other jobs are skipped undecoded.
 */
export class KnownJobs {
  private readonly finished: LRUCache<string, JobRecord>;
  /** In the order in which they were first followed. A plain map: when its last entry goes, `lru-cache` fills its whole capacity anew. */
  private readonly followed = new Map<string, FollowedJob>();

  constructor(
    private readonly source: RecordSource,
    private readonly limits: { cacheCount: number; cacheBytes: number; resultTtl: number },
  ) {
    this.finished = new LRUCache({ max: limits.cacheCount, maxSize: limits.cacheBytes });
  }

  finishedJob(id: string): JobRecord | undefined {
    return this.finished.get(id);
  }

  /** Whether the event that ends the job will give its whole record. */
  isFollowed(id: string): boolean {
    return this.followed.get(id)?.complete ?? false;
  }

  /** To be called before the job is read or submitted, while the stream is live. */
  follow(id: string, isNew: boolean): void {
    if (this.followed.has(id)) return;
    this.followed.set(id, { cancelledParts: new Set(), complete: isNew });
    if (this.followed.size > MAX_FOLLOWED) this.giveUpOldest();
  }

  private giveUpOldest(): void {
    let count = 0;
    for (const id of this.followed.keys()) {
      if (count++ === GIVEN_UP) return;
      this.followed.delete(id);
    }
  }

  /** The job of this id turned out to be new. */
  markNew(id: string): void {
    this.finished.delete(id);
    const job = this.followed.get(id);
    if (job) job.complete = true;
  }

  unfollow(id: string): void {
    this.followed.delete(id);
  }

  /** Events may have been missed. */
  unfollowAll(): void {
    this.followed.clear();
  }

  /** Adds what was read: a finished record is kept, an unfinished one completes what was seen since `follow`. */
  addRecord(record: JobRecord, bytes: number): void {
    if (isFinished(record)) {
      this.remember(record, bytes);
      this.unfollow(record.id);
      return;
    }
    const job = this.followed.get(record.id);
    if (!job) return;
    job.progress ??= record.progress;
    record.cancelledParts.forEach((part) => job.cancelledParts.add(part));
    job.complete = true;
  }

  /** Applies an event; returns the record of a job that it ended, or `unknown` where the job has to be read. */
  onEvent(id: string, entry: StreamEntry): JobRecord | 'unknown' | undefined {
    const job = this.followed.get(id);
    switch (entry.event) {
      case 'added':
        this.finished.delete(id);
        return undefined;
      case 'progress':
        if (job) job.progress = parseProgress(entry.data);
        return undefined;
      case 'cancelled':
        job?.cancelledParts.add(entry.part);
        if (entry.part !== WHOLE_JOB) return undefined;
        // Its record is no longer that of the event that will end it.
        this.unfollow(id);
        return 'unknown';
      case 'completed':
      case 'failed': {
        this.unfollow(id);
        const record = job?.complete ? recordFromEvent(id, entry, job, this.source) : undefined;
        if (record) this.remember(record, Math.max(1, (entry.returnvalue ?? entry.failedReason).length));
        return record ?? 'unknown';
      }
      default:
        return undefined;
    }
  }

  /** Remembers a record for as long as Redis keeps the job. */
  private remember(record: JobRecord, size: number): void {
    const age = Date.now() - (record.completedAt ?? Date.now());
    const ttl = this.limits.resultTtl * 1000 - age;
    if (ttl > 0) this.finished.set(record.id, record, { size, ttl });
  }
}
