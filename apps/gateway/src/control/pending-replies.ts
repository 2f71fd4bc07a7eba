import type { ControlReply } from '@exoplanet/contracts';

/** Collects the replies to one control request until every expected worker has replied or the deadline is over. */
export class PendingReplies {
  private readonly received = new Map<string, ControlReply>();
  private finish!: () => void;
  /** Resolves with the replies received; never rejects. */
  readonly done: Promise<ControlReply[]>;

  /** @param deadline longest time to wait [ms] */
  constructor(
    private readonly expected: ReadonlySet<string>,
    deadline: number,
  ) {
    this.done = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, deadline);
      this.finish = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => [...this.received.values()].sort((a, b) => a.worker.localeCompare(b.worker)));
    if (expected.size === 0) this.finish();
  }

  /** Keeps the last reply of each worker, also of a worker that started after the request was sent. */
  add(reply: ControlReply): void {
    this.received.set(reply.worker, reply);
    if ([...this.expected].every((worker) => this.received.has(worker))) this.finish();
  }

  /** Stops waiting. */
  stop(): void {
    this.finish();
  }
}
