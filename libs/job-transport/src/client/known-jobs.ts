import { WHOLE_JOB } from '../record/job-envelopes';
import { isFinished, type JobRecord, parseProgress, recordFromEvent, type RecordSource } from '../record/job-record';
import { RecentMap } from './recent-map';

/** What the event stream has told of an unfinished job since this client began to follow it. */
interface FollowedJob {
  progress?: unknown;
  cancelledParts: Set<string>;
  /** Whether what came before is known as well: the job is new, or it was read and found unfinished. */
  complete: boolean;
}

const MAX_FOLLOWED = 100_000;

/**
 * What this client knows of jobs without asking Redis: finished ones it has lately heard of or read, and unfinished ones
 * that it has submitted or read. Of the latter it has seen every event since, so the event that ends one gives its whole
 * record. Events of all other jobs are skipped undecoded.
 */
export class KnownJobs {
  private readonly finished: RecentMap<JobRecord>;
  private readonly followed = new Map<string, FollowedJob>();

  constructor(
    private readonly source: RecordSource,
    maxCount: number,
    maxBytes: number,
  ) {
    this.finished = new RecentMap(maxCount, maxBytes);
  }

  finishedJob(id: string): JobRecord | undefined {
    return this.finished.get(id);
  }

  /** Whether the event that ends the job will be understood. */
  isFollowed(id: string): boolean {
    return this.followed.get(id)?.complete ?? false;
  }

  /** To be called before the job is read or submitted, while the stream is followed. */
  follow(id: string, isNew: boolean): void {
    const job = this.followed.get(id);
    if (job) return;
    this.followed.set(id, { cancelledParts: new Set(), complete: isNew });
    if (this.followed.size > MAX_FOLLOWED) this.unfollow(this.followed.keys().next().value!);
  }

  /** The job of this id turned out to be a new one. */
  isNew(id: string): void {
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

  /** Takes in a record that was read: kept if finished, else what has happened before `follow`. */
  learn(record: JobRecord, bytes: number): void {
    if (isFinished(record)) {
      this.finished.set(record.id, record, bytes);
      this.unfollow(record.id);
      return;
    }
    const job = this.followed.get(record.id);
    if (!job) return;
    job.progress ??= record.progress;
    record.cancelledParts.forEach((part) => job.cancelledParts.add(part));
    job.complete = true;
  }

  /** Takes in an event; gives the record of a job that it ended, or `unknown` where the job must be read to know. */
  hear(id: string, fields: Record<string, string>): JobRecord | 'unknown' | undefined {
    const job = this.followed.get(id);
    switch (fields.event) {
      case 'added':
        this.finished.delete(id);
        return undefined;
      case 'progress':
        if (job) job.progress = parseProgress(fields.data);
        return undefined;
      case 'cancelled':
        job?.cancelledParts.add(fields.part);
        if (fields.part !== WHOLE_JOB) return undefined;
        // Its record is no longer that of the event that will end it.
        this.unfollow(id);
        return 'unknown';
      case 'completed':
      case 'failed': {
        this.unfollow(id);
        const record = job?.complete ? recordFromEvent(id, fields, job, this.source) : undefined;
        if (record) this.finished.set(id, record, (fields.returnvalue ?? fields.failedReason).length);
        return record ?? 'unknown';
      }
      default:
        return undefined;
    }
  }
}
