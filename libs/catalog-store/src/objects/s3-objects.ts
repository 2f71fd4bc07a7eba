import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Bucket } from './bucket';
import { LocalCache } from './local-cache';
import type { ObjectStore } from './object-store';
import { inStore } from './store-errors';

/** Where a bucket keeps objects, and the folder for copies of them. */
interface S3Location {
  bucket: string;
  /** Begins every key; empty, or with a `/` at the end. */
  prefix: string;
  cache: { folder: string; bytes: number };
}

/** Objects of an S3 bucket. Files that the database reads are copies in a bounded folder of this machine. */
export class S3Objects implements ObjectStore {
  private readonly bucket: Bucket;
  private readonly prefix: string;
  private readonly cache: LocalCache;

  constructor({ bucket, prefix, cache }: S3Location) {
    this.bucket = new Bucket(bucket);
    this.prefix = prefix;
    this.cache = inStore(() => new LocalCache(cache.folder, cache.bytes));
  }

  async putStream(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    let failure: unknown;
    const watched = async function* () {
      try {
        yield* content;
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    // A fault of the stream is its own, not one of the store.
    await inStore(() => this.bucket.put(this.prefix + key, watched())).catch((error: unknown) => {
      throw failure ?? error;
    });
  }

  async putFile(key: string, path: string): Promise<void> {
    await inStore(async () => {
      await this.bucket.putFile(this.prefix + key, path);
      await this.cache.add(key, path);
    });
  }

  putOnce(key: string, content: string): Promise<boolean> {
    return inStore(() => this.bucket.putIfFree(this.prefix + key, content));
  }

  read(key: string): Promise<string | undefined> {
    return inStore(async () => {
      const content = await this.bucket.get(this.prefix + key);
      if (!content) return undefined;
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    });
  }

  async *stream(key: string): AsyncGenerator<Uint8Array> {
    yield* await inStore(() => this.existing(key));
  }

  list(folder: string): Promise<string[]> {
    return inStore(async () => {
      const start = this.prefix + (folder === '' ? '' : `${folder}/`);
      const names: string[] = [];
      for await (const key of this.bucket.keys(start, '/')) names.push(key.slice(start.length));
      return names.sort();
    });
  }

  localFile(key: string): Promise<string> {
    const fetch = async (path: string) => {
      await pipeline(Readable.from(await this.existing(key)), createWriteStream(path));
    };
    return inStore(() => this.cache.file(key, fetch));
  }

  async delete(key: string): Promise<void> {
    await inStore(async () => {
      await this.bucket.delete([this.prefix + key]);
      await this.cache.delete(key);
    });
  }

  async deleteFolder(folder: string): Promise<void> {
    await inStore(async () => {
      const keys: string[] = [];
      for await (const key of this.bucket.keys(`${this.prefix}${folder}/`)) keys.push(key);
      await this.bucket.delete(keys);
      await this.cache.delete(folder);
    });
  }

  scratchFile(): string {
    return this.cache.scratchFile();
  }

  removeScratchBefore(time: number): Promise<void> {
    return inStore(() => this.cache.removeScratchBefore(time));
  }

  changedAt(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  private async existing(key: string): Promise<AsyncIterable<Uint8Array>> {
    const content = await this.bucket.get(this.prefix + key);
    if (!content) throw new Error(`there is no object ${key}`);
    return content;
  }
}
