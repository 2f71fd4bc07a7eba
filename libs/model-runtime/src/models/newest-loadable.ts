import type { LoadedModel } from './loaded-model';
import { ModelError } from './model-error';

/**
 * Loads the newest version of a model that can be served, with one warning where that is not the newest that there is.
 * @param versions newest first, at least one
 * @throws ModelError of the newest version when none can be served
 */
export async function loadNewest(
  versions: readonly string[],
  load: (version: string) => Promise<LoadedModel>,
  warn: (message: string) => void,
): Promise<LoadedModel> {
  const failures: ModelError[] = [];
  for (const version of versions) {
    try {
      const model = await load(version);
      if (failures.length > 0)
        warn(`${failures.map(({ message }) => message).join('; ')}; the older ${model.id} is served`);
      return model;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      failures.push(error);
    }
  }
  throw failures[0];
}
