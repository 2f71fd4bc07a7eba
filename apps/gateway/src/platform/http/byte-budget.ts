import { AppError } from '@exoplanet/contracts';

/** Bounds the bytes that are held at the same time, and rejects what would exceed the bound. */
export class ByteBudget {
  private used = 0;

  constructor(
    readonly limit: number,
    private readonly what: string,
  ) {}

  /** @throws AppError OVERLOADED */
  take(bytes: number): void {
    if (this.used + bytes > this.limit)
      throw new AppError('OVERLOADED', `The ${this.what} in progress already take ${this.used} of ${this.limit} bytes`);
    this.used += bytes;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }
}

/** Bounds the bytes that are worked on at the same time: work that would exceed the bound waits for its turn. */
export class ByteGate {
  private used = 0;
  private readonly waiting: { bytes: number; enter: () => void }[] = [];

  constructor(private readonly limit: number) {}

  /** Runs the work when there is room for its bytes. Work that is larger than the limit runs alone. */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.waiting.push({ bytes, enter });
      this.admit();
    });
    try {
      return await work();
    } finally {
      this.used -= bytes;
      this.admit();
    }
  }

  private admit(): void {
    while (this.waiting.length > 0 && (this.used === 0 || this.used + this.waiting[0].bytes <= this.limit)) {
      const { bytes, enter } = this.waiting.shift()!;
      this.used += bytes;
      enter();
    }
  }
}
