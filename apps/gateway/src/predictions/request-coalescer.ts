const DEFAULT_MAX_WEIGHT = 512;
/** Requests in a batch from which the next one waits for more. */
const BUSY = 4;
/** How long it waits [ms]. */
const LINGER = 1;

interface Batch<Item, Result> {
  items: Item[];
  weight: number;
  results: Promise<Result[]>;
  /** Waits for no more items. */
  close: () => void;
}

/**
 * Sends requests in batches: those that arrive within one turn of the event loop, or while the previous batch is in flight,
 * share one round trip. While many arrive, a batch waits a millisecond longer: a round trip costs gateway, Redis and worker more
 * than a request. One that arrives alone is sent in the same turn. Only items of the same `kind` share a batch.
 */
export class RequestCoalescer<Item, Result> {
  /** By kind, the batch that still accepts items. */
  private readonly open = new Map<string, Batch<Item, Result>>();
  /** By kind, settles when the last batch has been sent or has failed. */
  private readonly inFlight = new Map<string, Promise<unknown>>();
  /** Kinds whose last batch was shared by many. */
  private readonly busy = new Set<string>();

  /**
   * @param send returns one result for each item, in order; if it fails, every item of the batch fails
   * @param maxWeight weight above which another batch is started
   */
  constructor(
    private readonly send: (kind: string, items: Item[]) => Promise<Result[]>,
    private readonly maxWeight = DEFAULT_MAX_WEIGHT,
  ) {}

  async add(kind: string, item: Item, weight = 1): Promise<Result> {
    let batch = this.open.get(kind);
    if (!batch || batch.weight + weight > this.maxWeight) {
      batch?.close();
      batch = this.startBatch(kind);
      this.open.set(kind, batch);
    }
    batch.weight += weight;
    const position = batch.items.push(item) - 1;
    return (await batch.results)[position];
  }

  private startBatch(kind: string): Batch<Item, Result> {
    const batch: Batch<Item, Result> = { items: [], weight: 0, results: undefined as never, close: undefined as never };
    const closed = new Promise<void>((resolve) => (batch.close = resolve));
    if (this.busy.has(kind)) setTimeout(batch.close, LINGER);
    else setImmediate(batch.close);
    const previous = this.inFlight.get(kind);
    batch.results = Promise.all([closed, previous]).then(() => {
      if (this.open.get(kind) === batch) this.open.delete(kind);
      if (batch.items.length >= BUSY) this.busy.add(kind);
      else this.busy.delete(kind);
      return this.send(kind, batch.items);
    });
    const settled: Promise<void> = batch.results.then(nothing, nothing).then(() => {
      if (this.inFlight.get(kind) === settled) this.inFlight.delete(kind);
    });
    this.inFlight.set(kind, settled);
    return batch;
  }
}

const nothing = (): void => undefined;
