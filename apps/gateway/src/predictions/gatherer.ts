/** Most weight that travels together. */
const DEFAULT_LIMIT = 512;

interface Gathering<Item, Result> {
  items: Item[];
  weight: number;
  result: Promise<Result[]>;
}

/**
 * Gathers what arrives within one turn of the event loop, and while what was gathered before is on its way, and sends it as
 * one: under load many requests share a round trip, and a request that is alone waits for nothing. Only items of the same
 * `kind` travel together.
 */
export class Gatherer<Item, Result> {
  private readonly open = new Map<string, Gathering<Item, Result>>();
  /** Ends when the last gathering of a kind has arrived, or failed. */
  private readonly onTheirWay = new Map<string, Promise<unknown>>();

  /** @param send one result for each item, in order; when it fails, every item of the gathering fails */
  constructor(
    private readonly send: (kind: string, items: Item[]) => Promise<Result[]>,
    private readonly limit = DEFAULT_LIMIT,
  ) {}

  async add(kind: string, item: Item, weight = 1): Promise<Result> {
    let gathering = this.open.get(kind);
    if (!gathering || gathering.weight + weight > this.limit) {
      gathering = this.begin(kind);
      this.open.set(kind, gathering);
    }
    gathering.weight += weight;
    const position = gathering.items.push(item) - 1;
    return (await gathering.result)[position];
  }

  private begin(kind: string): Gathering<Item, Result> {
    const gathering: Gathering<Item, Result> = { items: [], weight: 0, result: undefined as never };
    const before = this.onTheirWay.get(kind);
    const turn = new Promise<void>((resolve) => setImmediate(resolve));
    gathering.result = Promise.all([turn, before]).then(() => {
      if (this.open.get(kind) === gathering) this.open.delete(kind);
      return this.send(kind, gathering.items);
    });
    const arrived: Promise<void> = gathering.result.then(nothing, nothing).then(() => {
      if (this.onTheirWay.get(kind) === arrived) this.onTheirWay.delete(kind);
    });
    this.onTheirWay.set(kind, arrived);
    return gathering;
  }
}

const nothing = (): void => undefined;
