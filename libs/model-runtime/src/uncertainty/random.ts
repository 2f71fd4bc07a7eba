/** FNV-1a over 32-bit words: a seed from the content of a row. */
export class ContentHash {
  private state: number;

  constructor(seed: number) {
    this.state = (0x811c9dc5 ^ seed) >>> 0;
  }

  add(word: number): this {
    for (let shift = 0; shift < 32; shift += 8)
      this.state = Math.imul(this.state ^ ((word >>> shift) & 0xff), 0x01000193);
    return this;
  }

  get value(): number {
    return this.state >>> 0;
  }
}

/** Standard normal numbers from a seed: sfc32 (Doty-Humphrey, PractRand) through the Box-Muller transform. */
export class NormalGenerator {
  private a: number;
  private b = 0x9e3779b9 | 0;
  private c = 0x243f6a88;
  private counter = 1;
  private spare = NaN;

  constructor(seed: number) {
    this.a = seed | 0;
    for (let i = 0; i < 12; i++) this.uniform();
  }

  next(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** In [0, 1), in steps of 2^-32. */
  private uniform(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }
}
