import type { ModelCard } from '@exoplanet/contracts';
import type { ExecutionProviders } from '../sessions/execution-providers';
import type { ModelObserver } from '../sessions/observer';
import { CardShelf } from './card-shelf';
import { LoadedModel } from './loaded-model';
import { ModelError } from './model-error';
import { ModelFolder } from './model-folder';
import { PinnedVersions } from './pinned-versions';
import { RecentFailures } from './recent-failures';
import { UnchangedVersions } from './unchanged-versions';

export interface VersionsOptions {
  /** Folder with `<name>/<version>/card.json`. */
  path: string;
  providers: ExecutionProviders;
  threads: number;
  observer?: ModelObserver;
  warn: (message: string) => void;
}

/** The versions in a folder of models: finds them, loads them, and keeps those in memory that requests name beside the ones in service. */
export class Versions {
  private readonly folder: ModelFolder;
  private readonly pinned = new PinnedVersions((name, version) => this.loadNamed(name, version));
  private readonly unchanged = new UnchangedVersions();
  private readonly failures = new RecentFailures();
  private readonly shelf = new CardShelf();

  constructor(private readonly options: VersionsOptions) {
    this.folder = new ModelFolder(options.path);
  }

  /** Versions of each model, newest first. @throws ModelError `FILE_MISSING` when the folder cannot be read */
  list(): Promise<Map<string, string[]>> {
    return this.folder.versions();
  }

  /** @throws ModelError when the version cannot be served, or is no longer what it was when it was first loaded */
  load(name: string, version: string): Promise<LoadedModel> {
    const { providers, threads, observer } = this.options;
    const folder = this.folder.folderOf(name, version);
    return this.failures.watch(`${name}@${version}`, async () => {
      const model = await LoadedModel.load(folder, providers, threads, { observer }, (card) =>
        this.unchanged.check(folder, card),
      );
      this.unchanged.remember(model.card);
      return model;
    });
  }

  /** Runs some work with a version that a request names, loading it when it is not in memory. @throws ModelError when it cannot be served */
  async use<T>(name: string, version: string, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const failure = this.failures.of(`${name}@${version}`);
    if (failure) throw failure;
    return this.pinned.use(name, version, work);
  }

  /** Cards of the versions that a request can name, by model and newest first: those whose card is right and that did not fail to load. */
  async cards(): Promise<ModelCard[]> {
    const cards: ModelCard[] = [];
    for (const [name, versions] of await this.list()) {
      for (const version of versions) {
        const folder = this.folder.folderOf(name, version);
        const card = await this.shelf.cardOf(folder);
        if (card && !this.failures.of(`${name}@${version}`) && this.unchanged.holds(card)) cards.push(card);
      }
    }
    return cards;
  }

  /** Frees the versions that requests named. */
  close(): Promise<void> {
    return this.pinned.close();
  }

  private async loadNamed(name: string, version: string): Promise<LoadedModel> {
    try {
      return await this.load(name, version);
    } catch (error) {
      if (error instanceof ModelError)
        this.options.warn(`the model ${name}@${version} cannot be served: ${error.message}`);
      throw error;
    }
  }
}
