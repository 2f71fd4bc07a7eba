/** Work of which only some may be in progress at a time; the rest waits in the order in which it came. */
export class Slots {
  private readonly waiting: (() => void)[] = [];
  private used = 0;

  constructor(private readonly limit: number) {}

  /** Waits for a slot; the function that is returned frees it. */
  async take(): Promise<() => void> {
    if (this.used >= this.limit) await new Promise<void>((enter) => this.waiting.push(enter));
    else this.used++;
    return () => {
      const next = this.waiting.shift();
      if (next) next();
      else this.used--;
    };
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    const free = await this.take();
    try {
      return await work();
    } finally {
      free();
    }
  }
}
