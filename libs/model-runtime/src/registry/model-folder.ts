import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { ModelCard } from '@exoplanet/contracts';
import { readCard } from '../model/card-file';
import { ModelError } from '../session/model-error';

const MAX_CARDS = 1024;

/**
 * The folders `<name>/<version>/` in the folder of models. Versions are whole numbers. A version exists once its card does, which
 * training writes last, and never changes afterwards.
 */
export class ModelFolder {
  private readonly cards = new LRUCache<string, { stamp: string; card: ModelCard | undefined }>({ max: MAX_CARDS });

  constructor(private readonly path: string) {}

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

  /** The card of a version, undefined when it is not valid. Read again only after the file has changed. */
  async card(name: string, version: string): Promise<ModelCard | undefined> {
    const folder = this.folderOf(name, version);
    const stamp = await stampOf(join(folder, 'card.json'));
    const known = this.cards.get(folder);
    if (known?.stamp === stamp) return known.card;
    const card = await readCard(folder).catch(() => undefined);
    this.cards.set(folder, { stamp, card });
    return card;
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

/** Changes whenever the file is written; empty for a file that does not exist. */
async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => '',
  );
}
