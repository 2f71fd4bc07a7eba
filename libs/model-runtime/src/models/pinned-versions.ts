import type { LoadedModel } from './loaded-model';

/** Older versions kept in memory; the one used longest ago makes room. */
const MOST_VERSIONS = 2;

/** Versions that a request named and that are not the ones in service: loaded when first asked for. */
export class PinnedVersions {
  /** By `name@version`, the one used last at the end. */
  private readonly loaded = new Map<string, Promise<LoadedModel>>();

  constructor(private readonly load: (name: string, version: string) => Promise<LoadedModel>) {}

  /** Runs some work with a version. @throws ModelError when it cannot be loaded */
  use<T>(name: string, version: string, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const key = `${name}@${version}`;
    const loading = this.loaded.get(key) ?? this.load(name, version);
    this.loaded.delete(key);
    this.loaded.set(key, loading);
    loading.catch(() => this.loaded.delete(key));
    // Whoever waits for the same version is called before the one that makes room can retire it.
    const working = loading.then((model) => model.use(work));
    while (this.loaded.size > MOST_VERSIONS) void this.drop(this.loaded.keys().next().value!);
    return working;
  }

  /** Frees all versions. */
  async close(): Promise<void> {
    await Promise.all([...this.loaded.keys()].map((key) => this.drop(key)));
  }

  private async drop(key: string): Promise<void> {
    const loading = this.loaded.get(key)!;
    this.loaded.delete(key);
    await loading.then(
      (model) => model.retire(),
      () => undefined,
    );
  }
}
