import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ModelCard } from '@exoplanet/contracts';
import { LoadedModel, type LoadOptions } from '../model/loaded-model';
import { ModelError } from '../session/model-error';
import { ModelFolder } from './model-folder';

/** Versions kept in memory for requests that name them; the least recently used one is freed for another. */
const MAX_NAMED_VERSIONS = 2;
/** Time before a version that failed to load is tried again [ms]. */
const FAILURE_TTL = 30_000;
const MAX_FAILURES = 1024;

export interface VersionsOptions extends LoadOptions {
  /** Folder with `<name>/<version>/card.json`. */
  path: string;
  warn: (message: string) => void;
  /** Clock for `FAILURE_TTL`. @default performance */
  clock?: { now(): number };
}

/** SHA-256 of the files of a version, as hexadecimal digits. */
interface Content {
  model: string;
  card: string;
}

/** The versions in a folder of models: lists them, loads them, and keeps in memory those that requests name. */
export class Versions {
  private readonly folder: ModelFolder;
  /** Versions that requests name and that are not in service, by `name@version`. */
  private readonly named = new LRUCache<string, Promise<LoadedModel>>({
    max: MAX_NAMED_VERSIONS,
    dispose: (loading) => void loading.then((model) => model.retire()).catch(() => undefined),
  });
  /** Recent failures to load, by `name@version`: many requests for a broken version load it once. */
  private readonly failures: LRUCache<string, ModelError>;
  /** What each version contained when it was first loaded, by `name@version`: a version never changes in place. */
  private readonly loadedContent = new Map<string, Content>();

  constructor(private readonly options: VersionsOptions) {
    this.folder = new ModelFolder(options.path);
    this.failures = new LRUCache({ max: MAX_FAILURES, ttl: FAILURE_TTL, ttlResolution: 0, perf: options.clock });
  }

  /** Versions of each model, newest first. @throws ModelError `FILE_MISSING` when the folder cannot be read */
  list(): Promise<Map<string, string[]>> {
    return this.folder.versions();
  }

  /** @throws ModelError when the version cannot be served, or has changed since it was first loaded */
  async load(name: string, version: string): Promise<LoadedModel> {
    const folder = this.folder.folderOf(name, version);
    const id = `${name}@${version}`;
    try {
      const model = await LoadedModel.load(folder, {
        ...this.options,
        accept: (card) => this.refuseChanged(folder, card),
      });
      this.loadedContent.set(id, contentOf(model.card));
      this.failures.delete(id);
      return model;
    } catch (error) {
      if (error instanceof ModelError) this.failures.set(id, error);
      throw error;
    }
  }

  /**
   * Loads the newest of some versions that can be served, with one warning if that is not the first.
   * @param versions newest first, at least one
   * @throws ModelError of the newest version when none can be served
   */
  async loadNewest(name: string, versions: readonly string[]): Promise<LoadedModel> {
    const failures: ModelError[] = [];
    for (const version of versions) {
      try {
        const model = await this.load(name, version);
        if (failures.length > 0)
          this.options.warn(`${failures.map(({ message }) => message).join('; ')}; serving the older ${model.id}`);
        return model;
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        failures.push(error);
      }
    }
    throw failures[0];
  }

  /** Runs some work with a version that a request names; loads it if it is not in memory. @throws ModelError when it cannot be served */
  async use<T>(name: string, version: string, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const id = `${name}@${version}`;
    const failure = this.failures.get(id);
    if (failure) throw failure;
    const loading = this.named.get(id) ?? this.loadNamed(name, version);
    // Registered before `set` below can dispose of a version, so that the work starts before that version is retired.
    const working = loading.then((model) => model.use(work));
    this.named.set(id, loading);
    return working;
  }

  /** Cards of the versions that a request can name, by model, newest first: the valid ones that did not fail to load. */
  async cards(): Promise<ModelCard[]> {
    const cards: ModelCard[] = [];
    for (const [name, versions] of await this.list()) {
      for (const version of versions) {
        const card = await this.folder.card(name, version);
        if (card && !this.failures.has(`${name}@${version}`) && this.isUnchanged(card)) cards.push(card);
      }
    }
    return cards;
  }

  /** Frees the versions that requests named. */
  async close(): Promise<void> {
    const loading = [...this.named.values()];
    this.named.clear();
    await Promise.allSettled(loading);
  }

  private loadNamed(name: string, version: string): Promise<LoadedModel> {
    const id = `${name}@${version}`;
    const loading = this.load(name, version);
    loading.catch((error: unknown) => {
      if (this.named.peek(id) === loading) this.named.delete(id);
      if (error instanceof ModelError) this.options.warn(`the model ${id} cannot be served: ${error.message}`);
    });
    return loading;
  }

  private isUnchanged(card: ModelCard): boolean {
    const before = this.loadedContent.get(idOf(card));
    return before === undefined || before.card === contentOf(card).card;
  }

  /** @throws ModelError `VERSION_CHANGED` when the version was loaded before with other content */
  private refuseChanged(folder: string, card: ModelCard): void {
    if (this.isUnchanged(card)) return;
    const { model } = this.loadedContent.get(idOf(card))!;
    const difference =
      model === card.sha256
        ? 'another card'
        : `a model with SHA-256 ${model}, and now its model has SHA-256 ${card.sha256}`;
    throw new ModelError(
      'VERSION_CHANGED',
      folder,
      `${idOf(card)} was loaded before with ${difference}. A version never changes in place: add a new version`,
    );
  }
}

const idOf = ({ name, version }: ModelCard): string => `${name}@${version}`;

/** The model file's own SHA-256 is checked against the card when it is opened. */
function contentOf(card: ModelCard): Content {
  return { model: card.sha256, card: createHash('sha256').update(JSON.stringify(card)).digest('hex') };
}
