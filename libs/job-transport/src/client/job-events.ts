import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { concatMap, filter, from, type Observable, Subject } from 'rxjs';
import type { StreamEntry } from '../bullmq-adapter/event-stream';
import type { JobEvent } from './job-event';
import { type JobRecord, parseProgress } from './job-record';

/** Stands in the stream of entries where some may be missing. */
const GAP = 'gap';
/** How often a job is read before its event is given up, after about half a minute. */
const READ_ATTEMPTS = 20;

/** Reads what an event of the stream does not hold. */
interface EventSource {
  readonly pattern: string;
  find(id: string): Promise<JobRecord | undefined>;
  readRun(id: string): Promise<{ worker?: string; progress?: string }>;
}

/** Turns the entries of a queue's event stream into job events for its listeners. */
export class JobEvents {
  private readonly entries = new Subject<StreamEntry>();
  private readonly logger = new Logger('jobs');
  private closed = false;

  constructor(private readonly source: EventSource) {}

  /** In the order of the stream. `isWanted` saves the reads for jobs that nobody asks about. */
  of(isWanted: (id: string) => boolean): Observable<JobEvent> {
    return this.entries.pipe(
      filter(({ event, jobId }) => (jobId === undefined ? event === GAP : isWanted(jobId))),
      concatMap((entry) => from(this.toEventWithRetries(entry))),
      filter((event) => event !== undefined),
    );
  }

  onEntry(entry: StreamEntry): void {
    if (this.entries.observed) this.entries.next(entry);
  }

  onGap(): void {
    this.onEntry({ event: GAP });
  }

  close(): void {
    this.closed = true;
    this.entries.complete();
  }

  /** Reads again after a failure: an outcome that is lost here is not reported again. */
  private async toEventWithRetries(entry: StreamEntry): Promise<JobEvent | undefined> {
    for (let attempt = 1; !this.closed; attempt++) {
      try {
        return await this.toEvent(entry);
      } catch (error) {
        const isLast = attempt === READ_ATTEMPTS;
        const next = isLast ? 'the event is lost' : 'trying again';
        const { pattern } = this.source;
        this.logger.warn(
          `${pattern}: cannot read job ${entry.jobId}, which is ${entry.event}; ${next}: ${String(error)}`,
        );
        if (isLast) return undefined;
        await delay(Math.min(100 * 2 ** attempt, 2000));
      }
    }
    return undefined;
  }

  private async toEvent({ event, jobId: id, part, data }: StreamEntry): Promise<JobEvent | undefined> {
    switch (event) {
      case GAP:
        return { type: 'gap' };
      case 'active': {
        const { worker, progress } = await this.source.readRun(id);
        return { type: 'active', id, worker, progress: parseProgress(progress) };
      }
      case 'progress':
        return { type: 'progress', id, progress: parseProgress(data) };
      case 'completed':
      case 'failed': {
        const record = await this.source.find(id);
        // The end of a cancelled job's run is not reported: its cancellation was.
        return record?.state === event ? { type: event, id, record } : undefined;
      }
      case 'cancelled': {
        const record = await this.source.find(id);
        return record && { type: 'cancelled', id, part, record };
      }
      default:
        return undefined;
    }
  }
}
