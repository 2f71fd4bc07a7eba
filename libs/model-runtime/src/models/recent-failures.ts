import { ModelError } from './model-error';

/** How long a version that could not be loaded is not tried again [ms]. */
const MEMORY = 30_000;

/** Versions that could not be loaded a short while ago: one that many requests name is not loaded, and told, for each of them. */
export class RecentFailures {
  /** By `name@version`. */
  private readonly failures = new Map<string, { error: ModelError; until: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Loads a version and takes note of how that went. */
  async watch<T>(id: string, load: () => Promise<T>): Promise<T> {
    try {
      const loaded = await load();
      this.failures.delete(id);
      return loaded;
    } catch (error) {
      if (error instanceof ModelError) this.failures.set(id, { error, until: this.now() + MEMORY });
      throw error;
    }
  }

  /** Why a version could not be loaded, for as long as that is remembered. */
  of(id: string): ModelError | undefined {
    const failure = this.failures.get(id);
    return failure && failure.until > this.now() ? failure.error : undefined;
  }
}
