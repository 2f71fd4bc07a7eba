import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from './object-store';
import { removeOlder } from './remove-older';
import { inStore } from './store-errors';

/** Unfinished files, on the same file system as the objects, so that a finished one can be renamed. */
const SCRATCH = '.scratch';

/** Objects as files of a folder, which several machines can share. */
export class FileObjects implements ObjectStore {
  constructor(private readonly root: string) {
    inStore(() => mkdirSync(join(root, SCRATCH), { recursive: true }));
  }

  async putStream(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const scratch = this.scratchFile();
    try {
      const file = await inStore(() => open(scratch, 'wx'));
      try {
        for await (const chunk of content) await inStore(() => file.writeFile(chunk));
        await inStore(() => file.sync());
      } finally {
        await file.close();
      }
      await this.putFile(key, scratch);
    } finally {
      await rm(scratch, { force: true });
    }
  }

  async putFile(key: string, path: string): Promise<void> {
    await inStore(() => this.inFolder(key, (target) => rename(path, target)));
  }

  async putOnce(key: string, content: string): Promise<boolean> {
    const scratch = this.scratchFile();
    return inStore(async () => {
      try {
        const file = await open(scratch, 'wx');
        await file.writeFile(content);
        await file.sync();
        await file.close();
        await this.inFolder(key, (target) => link(scratch, target));
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(scratch, { force: true });
      }
    });
  }

  async read(key: string): Promise<string | undefined> {
    return inStore(async () => {
      try {
        return await readFile(this.pathOf(key), 'utf8');
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  stream(key: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.pathOf(key), { highWaterMark: 256 * 1024 });
  }

  async list(folder: string): Promise<string[]> {
    return inStore(async () => {
      try {
        const entries = await readdir(this.pathOf(folder), { withFileTypes: true });
        return entries
          .filter(({ name }) => name !== SCRATCH)
          .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
          .sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    });
  }

  localFile(key: string): Promise<string> {
    return Promise.resolve(this.pathOf(key));
  }

  async delete(key: string): Promise<void> {
    await inStore(() => rm(this.pathOf(key), { force: true }));
    // As in a bucket, a folder is there as long as something is in it.
    let isEmpty = true;
    for (let folder = dirname(key); isEmpty && folder !== '.'; folder = dirname(folder))
      isEmpty = await rmdir(this.pathOf(folder)).then(
        () => true,
        () => false,
      );
  }

  async deleteFolder(folder: string): Promise<void> {
    // Under another name first, because a folder into which a worker writes at this moment cannot be removed.
    const removed = this.scratchFile();
    await inStore(async () => {
      try {
        await rename(this.pathOf(folder), removed);
      } catch (error) {
        if (isAbsent(error)) return;
        throw error;
      }
      await rm(removed, { recursive: true, force: true });
    });
  }

  /** Makes the folder of an object and puts it there; once more where `delete` removed the folder in between because it was empty. */
  private async inFolder(key: string, put: (path: string) => Promise<void>): Promise<void> {
    const path = this.pathOf(key);
    const attempt = async () => {
      await mkdir(dirname(path), { recursive: true });
      await put(path);
    };
    await attempt().catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
      return attempt();
    });
  }

  scratchFile(): string {
    return join(this.root, SCRATCH, randomUUID());
  }

  removeScratchBefore(time: number): Promise<void> {
    return inStore(() => removeOlder(join(this.root, SCRATCH), time));
  }

  changedAt(folder: string): Promise<number | undefined> {
    return inStore(async () => {
      try {
        return (await stat(this.pathOf(folder))).mtimeMs;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  private pathOf(key: string): string {
    return join(this.root, key);
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
