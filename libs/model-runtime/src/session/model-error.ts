import type { ModelFault } from '@exoplanet/contracts';

/** Thrown while a model is loaded. The message names the file, what was expected and what was found. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelFault,
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}`, options);
  }
}
