import { Injectable } from '@nestjs/common';
import { AppError, type TaskKind } from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { EnvDto } from '@exoplanet/platform';

/** How long the last reading of a queue's length is used [ms]. */
const READ_INTERVAL = 250;
/** Weight of the newest command in the mean of rows. */
const NEWEST = 0.05;

interface QueueEstimate {
  /** Commands of all gateways that waited at the last reading. */
  waiting: number;
  readAt: number;
  /** Rows submitted here since then. */
  submitted: number;
  /** Moving mean of the rows of a command. */
  meanRows: number;
}

/**
 * Rejects work while too many rows wait for workers. The rows are estimated, at no cost to a request: commands that wait, read
 * a few times a second, times the mean rows of a command.
 */
@Injectable()
export class QueueLimit {
  private readonly queues = new Map<TaskKind, QueueEstimate>();

  constructor(
    private readonly jobs: JobsClient,
    private readonly env: EnvDto,
  ) {}

  /** @throws AppError OVERLOADED */
  admit(kind: TaskKind, rows: number): void {
    const limit = this.env.MAX_QUEUE;
    if (limit === 0) return;
    const queue = this.queueOf(kind, rows);
    if (performance.now() - queue.readAt > READ_INTERVAL) this.read(kind, queue);
    const queued = Math.round(queue.waiting * queue.meanRows) + queue.submitted;
    if (queued > 0 && queued + rows > limit)
      throw new AppError('OVERLOADED', `About ${queued} rows wait for workers already; the maximum is ${limit}`);
    queue.submitted += rows;
    queue.meanRows += NEWEST * (rows - queue.meanRows);
  }

  private queueOf(kind: TaskKind, rows: number): QueueEstimate {
    let queue = this.queues.get(kind);
    if (!queue) this.queues.set(kind, (queue = { waiting: 0, readAt: -Infinity, submitted: 0, meanRows: rows }));
    return queue;
  }

  private read(kind: TaskKind, queue: QueueEstimate): void {
    queue.readAt = performance.now();
    const before = queue.submitted;
    this.jobs.depth(kind).then(
      ({ waiting, prioritized, delayed }) => {
        queue.waiting = waiting + prioritized + delayed;
        queue.submitted -= before;
      },
      () => undefined, // Without Redis nothing is accepted anyway.
    );
  }
}
