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

/** Each vote is kept under a name of its own, so that two tabs do not overwrite each other's. */
const PREFIX = 'exoplanet-vote/';

type VoteStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Sends one vote. Rejects where it must be tried again later. */
export type SendVote = (vote: QueuedVote) => Promise<void>;

/** Whether trying again can help; otherwise the vote is given back to the person. */
export type IsPassing = (error: unknown) => boolean;

/** Whether another key can help: the vote waits for it, and the person is told. */
export type NeedsKey = (error: unknown) => boolean;

/**
 * Votes on their way to the server. They are kept in this browser until the server has them: a closed page, a lost network or
 * a gateway that restarts loses none.
 */
export class VoteQueue {
  private sending?: Promise<void>;
  private onItsWay?: QueuedVote;
  private lastFailure?: unknown;
  private readonly listeners = new Set<() => void>();
  private votes: readonly QueuedVote[];

  constructor(
    private readonly storage: VoteStorage,
    private readonly send: SendVote,
    private readonly isPassing: IsPassing,
    private readonly needsKey: NeedsKey = () => false,
  ) {
    this.votes = read(storage);
  }

  get waiting(): readonly QueuedVote[] {
    return this.votes;
  }

  /** Why a vote was not taken; undefined once the server has taken one, or the vote was taken back. */
  get failure(): unknown {
    return this.lastFailure;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(vote: QueuedVote): Promise<void> {
    this.storage.setItem(PREFIX + vote.id, JSON.stringify({ ...vote, at: Date.now() }));
    this.show([...this.votes, vote]);
    return this.flush();
  }

  /** Takes the last vote back that is not on its way yet; undefined where there is none. */
  takeBack(): QueuedVote | undefined {
    const last = this.votes.at(-1);
    if (!last || last === this.onItsWay) return undefined;
    this.lastFailure = undefined;
    this.drop(last);
    return last;
  }

  /** Sends what waits, in order, until one has to wait longer. @throws what the server refused */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    while (this.votes.length > 0) {
      const [first] = this.votes;
      this.onItsWay = first;
      try {
        await this.send(first);
      } catch (error) {
        if (this.isPassing(error)) return;
        this.lastFailure = error;
        if (this.needsKey(error)) this.show(this.votes);
        else this.drop(first);
        throw error;
      } finally {
        this.onItsWay = undefined;
      }
      this.lastFailure = undefined;
      this.drop(first);
    }
  }

  private drop(vote: QueuedVote): void {
    this.storage.removeItem(PREFIX + vote.id);
    this.show(this.votes.filter((other) => other !== vote));
  }

  private show(votes: readonly QueuedVote[]): void {
    this.votes = votes;
    this.listeners.forEach((listener) => listener());
  }
}

/** What is kept, in the order in which it was voted. */
function read(storage: VoteStorage): readonly QueuedVote[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)!);
  return names
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => {
      try {
        return [JSON.parse(storage.getItem(name)!) as QueuedVote & { at: number }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => a.at - b.at);
}
