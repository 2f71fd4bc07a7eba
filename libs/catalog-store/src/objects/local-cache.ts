import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeOlder } from './remove-older';

/** A file used this recently may be in use and is kept, whatever the size of the cache [ms]. */
const IN_USE = 5 * 60 * 1000;
const SCRATCH = '.scratch';

/**
 * Copies of objects in a folder that the processes of a machine share. Objects never change, so a copy is never stale. Above the
 * size, the copies that were used least recently are removed, except those of the last minutes.
 */
export class LocalCache {
  private readonly arriving = new Map<string, Promise<string>>();

  /** @param maxBytes size that the folder returns to */
  constructor(
    private readonly root: string,
    private readonly maxBytes: number,
  ) {
    mkdirSync(join(root, SCRATCH), { recursive: true });
  }

  /** Path of the copy of an object, which is fetched where it is missing. @param fetch writes it to a path */
  async file(key: string, fetch: (path: string) => Promise<void>): Promise<string> {
    const path = join(this.root, key);
    const now = new Date();
    if (await utimes(path, now, now).then(isTrue, isFalse)) return path;
    const arriving = this.arriving.get(key);
    if (arriving) return arriving;
    const arrival = this.fetch(key, fetch).finally(() => this.arriving.delete(key));
    this.arriving.set(key, arrival);
    return arrival;
  }

  /** Moves a file into the cache. */
  async add(key: string, path: string): Promise<string> {
    const target = join(this.root, key);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
    await this.trim();
    return target;
  }

  async delete(key: string): Promise<void> {
    await rm(join(this.root, key), { recursive: true, force: true });
  }

  scratchFile(): string {
    return join(this.root, SCRATCH, randomUUID());
  }

  removeScratchBefore(time: number): Promise<void> {
    return removeOlder(join(this.root, SCRATCH), time);
  }

  private async fetch(key: string, fetch: (path: string) => Promise<void>): Promise<string> {
    const path = this.scratchFile();
    try {
      await fetch(path);
      return await this.add(key, path);
    } finally {
      await rm(path, { force: true });
    }
  }

  private async trim(): Promise<void> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const found = await Promise.all(
      paths.map((path) => stat(path).then(({ size, mtimeMs }) => [{ path, size, mtimeMs }], none)),
    );
    const files = found.flat().sort((a, b) => a.mtimeMs - b.mtimeMs);
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size, mtimeMs } of files) {
      if (bytes <= this.maxBytes || mtimeMs > Date.now() - IN_USE) return;
      await rm(path, { force: true });
      bytes -= size;
    }
  }
}

const isTrue = (): boolean => true;
const isFalse = (): boolean => false;
const none = (): never[] => [];
