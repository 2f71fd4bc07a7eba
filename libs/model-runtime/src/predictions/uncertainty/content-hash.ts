/** FNV-1a over 32-bit words (Fowler, Noll & Vo): a seed from the content of a row. */
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
