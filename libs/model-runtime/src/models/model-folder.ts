import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from './model-error';

/**
 * The folders `<name>/<version>/` of a models folder. Versions are whole numbers. A version is there once its card is, which
 * training writes last, and never changes afterwards.
 */
export class ModelFolder {
  constructor(readonly path: string) {}

  /** Versions of each model, newest first. @throws ModelError `FILE_MISSING` when the folder cannot be read */
  async versions(): Promise<Map<string, string[]>> {
    const versions = new Map<string, string[]>();
    for (const name of await this.foldersIn(this.path)) {
      const numbers = (await this.foldersIn(join(this.path, name))).filter((version) => /^[0-9]+$/.test(version));
      const complete = numbers.filter((version) => existsSync(join(this.folderOf(name, version), 'card.json')));
      const newestFirst = complete.sort((a, b) => Number(b) - Number(a));
      if (newestFirst.length > 0) versions.set(name, newestFirst);
    }
    return versions;
  }

  folderOf(name: string, version: string): string {
    return join(this.path, name, version);
  }

  private async foldersIn(path: string): Promise<string[]> {
    const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
      throw new ModelError('FILE_MISSING', path, 'the folder of models cannot be read', { cause });
    });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  }
}
