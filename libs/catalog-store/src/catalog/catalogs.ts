import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { AppError, type CatalogSpec } from '@exoplanet/contracts';
import type { ObjectStore } from '../objects/object-store';
import { newVoteCache } from '../votes/vote-store';
import { CATALOG_OBJECTS } from './object-names';
import { StoredCatalog } from './stored-catalog';

const ID = /^i[0-9a-f]{19}$/;
/** Maximum number of catalogues whose documents are remembered. */
const MAX_KNOWN = 1000;

/** An upload in the store, before a catalogue is made of it. */
export type Upload = CatalogSpec['upload'];

/** The catalogues of a store. */
export class Catalogs {
  private readonly known = new LRUCache<string, StoredCatalog>({ max: MAX_KNOWN });
  private readonly votes = newVoteCache();

  constructor(readonly objects: ObjectStore) {}

  /** Stores the bytes of a table. @throws whatever the stream throws; then nothing is left of it */
  async upload(catalog: string, content: AsyncIterable<Uint8Array>): Promise<Upload> {
    const object = `upload-${randomUUID()}`;
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = async function* () {
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    await this.objects.putStream(`${catalog}/${object}`, measured());
    return { object, bytes, sha256: hash.digest('hex') };
  }

  /** Removes an upload, unless the catalogue was made of it. */
  async discardUnused(catalog: string, { object }: Upload): Promise<void> {
    const found = await this.find(catalog);
    if (found?.spec.upload.object !== object) await this.objects.delete(`${catalog}/${object}`);
  }

  /** The catalogue of this id: the one that exists, or a new one. */
  async create(spec: CatalogSpec): Promise<StoredCatalog> {
    await this.objects.putOnce(`${spec.catalog_id}/${CATALOG_OBJECTS.spec}`, JSON.stringify(spec));
    return this.open(spec.catalog_id);
  }

  /** @throws AppError CATALOG_NOT_FOUND */
  async open(id: string): Promise<StoredCatalog> {
    const found = await this.find(id);
    if (!found) throw new AppError('CATALOG_NOT_FOUND', `There is no catalogue ${JSON.stringify(id.slice(0, 64))}`);
    return found;
  }

  async find(id: string): Promise<StoredCatalog | undefined> {
    if (!ID.test(id)) return undefined;
    const text = await this.objects.read(`${id}/${CATALOG_OBJECTS.spec}`);
    if (text === undefined) {
      this.known.delete(id);
      return undefined;
    }
    const spec = JSON.parse(text) as CatalogSpec;
    const known = this.known.get(id);
    // Another process may have deleted it and made another one under the same idempotency key.
    if (known?.spec.upload.object === spec.upload.object) return known;
    const catalog = new StoredCatalog(this.objects, spec, this.votes);
    this.known.set(id, catalog);
    return catalog;
  }

  /** Newest first. */
  async list(): Promise<StoredCatalog[]> {
    const ids = (await this.objects.list('')).map((name) => name.replace(/\/$/, ''));
    const found = (await Promise.all(ids.map((id) => this.find(id)))).filter((catalog) => catalog !== undefined);
    return found.sort((a, b) => (a.spec.created_at < b.spec.created_at ? 1 : -1));
  }

  /**
   * Removes what killed processes have left: unfinished files and, in a folder, uploads of which no catalogue was made.
   * @param time it was last changed before [ms since 1970]
   */
  async removeAbandoned(time: number): Promise<void> {
    await this.objects.removeScratchBefore(time);
    for (const name of await this.objects.list('')) {
      const id = name.replace(/\/$/, '');
      if (!ID.test(id) || (await this.find(id))) continue;
      const changed = await this.objects.changedAt(id);
      if (changed !== undefined && changed < time) await this.objects.deleteFolder(id);
    }
  }

  /** Removes a catalogue with its votes. */
  async delete(id: string): Promise<void> {
    this.known.delete(id);
    if (ID.test(id)) await this.objects.deleteFolder(id);
  }
}
