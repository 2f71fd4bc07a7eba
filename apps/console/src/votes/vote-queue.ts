/** Dispositions of a vote, in the order of the keys 1 to 7. */
export const DISPOSITIONS = [
  ['PC', 'Planet candidate'],
  ['FP', 'False positive'],
  ['FA', 'False alarm'],
  ['EB', 'Eclipsing binary'],
  ['V', 'Variable star'],
  ['IS', 'Instrument'],
  ['unsure', 'Unsure'],
] as const;
export type Disposition = (typeof DISPOSITIONS)[number][0];

/** A vote that the server may not have yet. Its id is the idempotency key, so that sending it again changes nothing. */
export interface QueuedVote {
  id: string;
  catalog: string;
  row: string;
  disposition: Disposition;
  comment?: string;
}

const NAME = 'exoplanet-votes';

/** Sends one vote. Rejects where it must be tried again later. */
export type SendVote = (vote: QueuedVote) => Promise<void>;

/** Whether trying again can help; otherwise the vote is given back to the person. */
export type IsPassing = (error: unknown) => boolean;

/**
 * Votes on their way to the server. They are kept in this browser until the server has them: a closed page, a lost network or
 * a gateway that restarts loses none.
 */
export class VoteQueue {
  private sending?: Promise<void>;
  private readonly listeners = new Set<() => void>();
  private votes: readonly QueuedVote[];

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly send: SendVote,
    private readonly isPassing: IsPassing,
  ) {
    this.votes = read(storage);
  }

  get waiting(): readonly QueuedVote[] {
    return this.votes;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(vote: QueuedVote): Promise<void> {
    this.keep([...this.votes, vote]);
    return this.flush();
  }

  /** Sends what waits, in order, until one has to wait longer. @throws what the server refused for good */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    while (this.votes.length > 0) {
      const [first] = this.votes;
      try {
        await this.send(first);
      } catch (error) {
        if (this.isPassing(error)) return;
        this.keep(this.votes.filter((vote) => vote !== first));
        throw error;
      }
      this.keep(this.votes.filter((vote) => vote !== first));
    }
  }

  private keep(votes: readonly QueuedVote[]): void {
    this.votes = votes;
    this.storage.setItem(NAME, JSON.stringify(votes));
    this.listeners.forEach((listener) => listener());
  }
}

function read(storage: Pick<Storage, 'getItem'>): readonly QueuedVote[] {
  try {
    const votes: unknown = JSON.parse(storage.getItem(NAME) ?? '[]');
    return Array.isArray(votes) ? (votes as QueuedVote[]) : [];
  } catch {
    return [];
  }
}
