import type { ControlReply } from '@exoplanet/contracts';

/** Replies to one control request, gathered until everyone who is expected has replied or the time is over. */
export class PendingReplies {
  private readonly received = new Map<string, ControlReply>();
  private finish!: () => void;
  /** Resolves at the end, with what has come; never rejects. */
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

  /** The last reply of a worker counts; one that began after the request was sent is welcome. */
  add(reply: ControlReply): void {
    this.received.set(reply.worker, reply);
    if ([...this.expected].every((worker) => this.received.has(worker))) this.finish();
  }

  /** Ends the waiting at once. */
  stop(): void {
    this.finish();
  }
}
