/**
 * A map that remembers what was written or read last, bounded by count and by the sum of weights. Two generations: when the
 * younger one holds half of what is allowed, it becomes the older one, and what nobody has read since then is forgotten.
 * (To delete the oldest key of a full Map each time is slow: V8 walks over the holes at its front.)
 */
export class RecentMap<Value> {
  private young = new Map<string, { value: Value; weight: number }>();
  private old: typeof this.young = new Map();
  private youngWeight = 0;

  constructor(
    private readonly maxCount: number,
    private readonly maxWeight = Infinity,
  ) {}

  has(key: string): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  get(key: string): Value | undefined {
    const young = this.young.get(key);
    if (young) return young.value;
    const old = this.old.get(key);
    if (old) this.set(key, old.value, old.weight);
    return old?.value;
  }

  set(key: string, value: Value, weight = 0): void {
    this.delete(key);
    if (weight > this.maxWeight / 2) return;
    if (this.young.size >= this.maxCount / 2 || this.youngWeight + weight > this.maxWeight / 2) {
      this.old = this.young;
      this.young = new Map();
      this.youngWeight = 0;
    }
    this.young.set(key, { value, weight });
    this.youngWeight += weight;
  }

  delete(key: string): void {
    const young = this.young.get(key);
    if (young) {
      this.young.delete(key);
      this.youngWeight -= young.weight;
    }
    this.old.delete(key);
  }
}
