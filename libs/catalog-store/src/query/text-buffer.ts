const FIRST_BYTES = 1 << 20;

/**
 * Texts in memory that is used again for the next ones. V8 moves texts that wait for their turn to its old objects, which it collects
 * late: the rows of an export took 100 MB in this way.
 */
export class TextBuffer {
  private bytes = Buffer.alloc(FIRST_BYTES);
  private ends: number[] = [];

  /** Replaces the texts. */
  fill(texts: readonly string[]): void {
    let end = 0;
    this.ends = texts.map((text) => {
      this.reserve(end + 3 * text.length);
      return (end += this.bytes.write(text, end));
    });
  }

  at(index: number): string {
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  private reserve(length: number): void {
    if (length <= this.bytes.length) return;
    const larger = Buffer.alloc(2 * length);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
