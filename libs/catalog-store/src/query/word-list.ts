/** Texts whose index is remembered as they are: the first ones, which are all that most columns have. */
const MAX_KNOWN = 10_000;
const FIRST_BYTES = 1 << 16;
const FIRST_SLOTS = 1 << 11;

/**
 * Different texts in the order in which they come, kept as JSON in UTF-8. A million of them take a third of the memory of a Map of
 * strings, and are written as they are.
 */
export class WordList {
  private readonly known = new Map<string, number>();
  /** A JSON array without its end. */
  private bytes = Buffer.alloc(FIRST_BYTES);
  private used = 0;
  /** Where each word begins and ends in `bytes`. */
  private starts = new Uint32Array(FIRST_SLOTS);
  private ends = new Uint32Array(FIRST_SLOTS);
  /** Indices of the words by hash, in the first free slot; −1 is free. At most half of the slots are taken. */
  private slots = new Int32Array(2 * FIRST_SLOTS).fill(-1);
  private count = 0;

  /** The index of a text, which is added where it is new. */
  indexOf(text: string): number {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const index = this.find(text);
    if (this.known.size < MAX_KNOWN) this.known.set(text, index);
    return index;
  }

  /** All texts as a JSON array in UTF-8. */
  json(): Uint8Array {
    if (this.count === 0) return Buffer.from('[]');
    this.bytes[this.used] = CLOSE;
    return this.bytes.subarray(0, this.used + 1);
  }

  /** Writes the text after the words that are there, where it stays if it is none of them. */
  private find(text: string): number {
    const word = JSON.stringify(text);
    this.reserve(3 * word.length + 2);
    const start = this.used + 1;
    const end = start + this.bytes.write(word, start);
    const slot = this.slotOf(start, end);
    if (this.slots[slot] >= 0) return this.slots[slot];
    this.bytes[this.used] = this.count === 0 ? OPEN : COMMA;
    this.used = end;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.slots[slot] = this.count++;
    if (this.count === this.starts.length) this.grow();
    return this.count - 1;
  }

  /** The slot of an equal word, or the free one in which it belongs. */
  private slotOf(start: number, end: number): number {
    const { bytes, slots } = this;
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], FNV_PRIME);
    let slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
    for (; slots[slot] >= 0; slot = (slot + 1) & (slots.length - 1)) {
      const known = slots[slot];
      if (bytes.compare(bytes, this.starts[known], this.ends[known], start, end) === 0) break;
    }
    return slot;
  }

  private reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.max(2 * this.bytes.length, this.used + more));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }

  private grow(): void {
    const [starts, ends] = [this.starts, this.ends];
    this.starts = new Uint32Array(2 * starts.length);
    this.ends = new Uint32Array(2 * ends.length);
    this.starts.set(starts);
    this.ends.set(ends);
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    for (let word = 0; word < this.count; word++) this.slots[this.slotOf(starts[word], ends[word])] = word;
  }
}

const [OPEN, COMMA, CLOSE] = Buffer.from('[,]');
/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
