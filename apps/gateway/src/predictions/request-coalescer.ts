const DEFAULT_MAX_WEIGHT = 512;

interface Batch<Item, Result> {
  items: Item[];
  weight: number;
  results: Promise<Result[]>;
}

/**
 * Sends requests in batches: those that arrive within one turn of the event loop, or while the previous batch is in flight,
 * share one round trip. A request that arrives alone is sent in the same turn. Only items of the same `kind` share a batch.
 */
export class RequestCoalescer<Item, Result> {
  /** By kind, the batch that still accepts items. */
  private readonly open = new Map<string, Batch<Item, Result>>();
  /** By kind, settles when the last batch has been sent or has failed. */
  private readonly inFlight = new Map<string, Promise<unknown>>();

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
      batch = this.startBatch(kind);
      this.open.set(kind, batch);
    }
    batch.weight += weight;
    const position = batch.items.push(item) - 1;
    return (await batch.results)[position];
  }

  private startBatch(kind: string): Batch<Item, Result> {
    const batch: Batch<Item, Result> = { items: [], weight: 0, results: undefined as never };
    const previous = this.inFlight.get(kind);
    const endOfTurn = new Promise<void>((resolve) => setImmediate(resolve));
    batch.results = Promise.all([endOfTurn, previous]).then(() => {
      if (this.open.get(kind) === batch) this.open.delete(kind);
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
