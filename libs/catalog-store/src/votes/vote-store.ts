import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ObjectStore } from '../objects/object-store';
import { type VoteEntry, type VoteRecord, votesOf } from './vote';

/** Number of single votes from which on they are merged into one object. */
const COMPACT_FROM = 200;
/** Maximum number of objects whose content is remembered, in all catalogues together. */
const MAX_KNOWN = 10_000;

/** Votes by object. The cache reserves its memory at once, so all catalogues of a store share one. */
export type VoteCache = LRUCache<string, VoteEntry[]>;
export const newVoteCache = (): VoteCache => new LRUCache({ max: MAX_KNOWN });

/**
 * The votes on a catalogue. Each is an object, written once. When there are many, one object with all of them is written, and
 * only then are the others removed: a reader finds each vote at least once, and counts it once.
 */
export class VoteStore {
  constructor(
    private readonly objects: ObjectStore,
    private readonly folder: string,
    private readonly known: VoteCache,
    /** The upload of the catalogue: after a deletion another catalogue can have its id, and votes with the same names. */
    private readonly upload: string,
  ) {}

  /** Adds a vote or withdraws one. @param name of the object; a taken name adds nothing */
  async add(entry: VoteEntry, name: string = randomUUID()): Promise<void> {
    await this.objects.putOnce(`${this.folder}/one-${name}.json`, JSON.stringify(entry));
    await this.compact();
  }

  async votes(): Promise<VoteRecord[]> {
    return votesOf(await this.entries(await this.objects.list(this.folder)));
  }

  private async compact(): Promise<void> {
    const names = await this.objects.list(this.folder);
    if (names.filter((name) => name.startsWith('one-')).length < COMPACT_FROM) return;
    const entries = await this.entries(names);
    const lines = entries.map((entry) => JSON.stringify(entry) + '\n').join('');
    await this.objects.putOnce(`${this.folder}/all-${randomUUID()}.jsonl`, lines);
    for (const name of names) {
      await this.objects.delete(`${this.folder}/${name}`);
      this.known.delete(this.cacheKey(name));
    }
  }

  private async entries(names: readonly string[]): Promise<VoteEntry[]> {
    const lists = await Promise.all(names.map((name) => this.read(name)));
    return lists.flat();
  }

  /** An object that was merged between the listing and the read is empty here, and is found by the next read. */
  private async read(name: string): Promise<VoteEntry[]> {
    const known = this.known.get(this.cacheKey(name));
    if (known) return known;
    const text = await this.objects.read(`${this.folder}/${name}`);
    if (text === undefined) return [];
    const entries = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as VoteEntry);
    this.known.set(this.cacheKey(name), entries);
    return entries;
  }

  private cacheKey(name: string): string {
    return `${this.upload}/${name}`;
  }
}
