import type { CatalogEnd, CatalogModel, CatalogRanking, CatalogSpec, CatalogTable } from '@exoplanet/contracts';
import type { ObjectStore } from '../objects/object-store';
import { consensusOf, type RowVotes } from '../votes/vote';
import { type VoteCache, VoteStore } from '../votes/vote-store';
import { CATALOG_OBJECTS, DERIVED_FOLDER, DERIVED_OBJECTS, PARTS } from './object-names';
import { SettingsStore } from './settings-store';

/** The documents of a catalogue, each written once. */
interface Documents {
  model: CatalogModel;
  table: CatalogTable;
  ranking: CatalogRanking;
  end: CatalogEnd;
}

/** What a catalogue's folder holds at present. */
export interface CatalogContent {
  model?: CatalogModel;
  table?: CatalogTable;
  ranking?: CatalogRanking;
  end?: CatalogEnd;
  /** Parts that are finished. */
  rowParts: number[];
  scoredParts: number[];
  explainedParts: number[];
  /** Rows that were explained on demand. */
  explainedRows: number[];
  /** What voters say about rows. */
  votes: RowVotes[];
}

/** One catalogue in the store. What is written is never changed, so it is read once. */
export class StoredCatalog {
  private readonly documents: Partial<Documents> = {};
  readonly voteStore: VoteStore;
  readonly settingsStore: SettingsStore;

  constructor(
    readonly objects: ObjectStore,
    readonly spec: CatalogSpec,
    votes: VoteCache,
  ) {
    this.voteStore = new VoteStore(objects, this.ownKey(CATALOG_OBJECTS.votes), votes, spec.upload.object);
    this.settingsStore = new SettingsStore(objects, this.ownKey(CATALOG_OBJECTS.settings));
  }

  get id(): string {
    return this.spec.catalog_id;
  }

  ownKey(name: string): string {
    return `${this.id}/${name}`;
  }

  /**
   * Key of an object that is derived from the upload. Another upload under the same id, after this one was deleted, has other keys, so
   * neither a copy on another machine nor a worker that is late can mix the two.
   */
  key(name: string): string {
    return `${this.derivedFolder}/${name}`;
  }

  private get derivedFolder(): string {
    return this.ownKey(`${DERIVED_FOLDER}/${this.spec.upload.object}`);
  }

  /** A document; undefined before it is written. */
  async read<Name extends keyof Documents>(name: Name): Promise<Documents[Name] | undefined> {
    const known = this.documents[name];
    if (known) return known;
    const text = await this.objects.read(this.key(DERIVED_OBJECTS[name]));
    if (text === undefined) return undefined;
    return (this.documents[name] = JSON.parse(text) as Documents[Name]);
  }

  /** Writes a document unless it exists; returns the one that stands. */
  async write<Name extends keyof Documents>(name: Name, document: Documents[Name]): Promise<Documents[Name]> {
    await this.objects.putOnce(this.key(DERIVED_OBJECTS[name]), JSON.stringify(document));
    const written = (await this.read(name)) ?? document;
    await this.removeIfDeleted();
    return written;
  }

  /** Moves a file of `scratchFile` to its name. */
  async putFile(name: string, path: string): Promise<void> {
    await this.objects.putFile(this.key(name), path);
    await this.removeIfDeleted();
  }

  async content(): Promise<CatalogContent> {
    const [model, table, ranking, end, rowParts, scoredParts, explained, votes] = await Promise.all([
      this.read('model'),
      this.read('table'),
      this.read('ranking'),
      this.read('end'),
      this.parts('rows'),
      this.parts('scores'),
      this.objects.list(this.key(PARTS.explained)),
      this.voteStore.votes(),
    ]);
    return {
      ...(model ? { model } : {}),
      ...(table ? { table } : {}),
      ...(ranking ? { ranking } : {}),
      ...(end ? { end } : {}),
      rowParts,
      scoredParts,
      explainedParts: partsIn(explained),
      explainedRows: explained.filter((name) => name.startsWith('row-')).map((name) => parseInt(name.slice(4), 10)),
      votes: consensusOf(votes),
    };
  }

  /** Whether it has been deleted, also where another upload has its id by now. */
  async isDeleted(): Promise<boolean> {
    return (await this.uploadUnderId()) !== this.spec.upload.object;
  }

  /** Removes what a late worker has written to a deleted catalogue. */
  private async removeIfDeleted(): Promise<void> {
    const upload = await this.uploadUnderId();
    if (upload === undefined) await this.objects.deleteFolder(this.id);
    else if (upload !== this.spec.upload.object) await this.objects.deleteFolder(this.derivedFolder);
  }

  /** The upload that has the id of this catalogue at present, if any. */
  private async uploadUnderId(): Promise<string | undefined> {
    const text = await this.objects.read(this.ownKey(CATALOG_OBJECTS.spec));
    return text === undefined ? undefined : (JSON.parse(text) as CatalogSpec).upload.object;
  }

  /** Numbers of the finished parts of one kind, in order. */
  async parts(kind: keyof typeof PARTS): Promise<number[]> {
    return partsIn(await this.objects.list(this.key(PARTS[kind])));
  }
}

const partsIn = (names: readonly string[]): number[] =>
  names.filter((name) => /^\d+\.parquet$/.test(name)).map((name) => parseInt(name, 10));
