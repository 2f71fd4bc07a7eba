/** Why a model folder cannot be served. */
export type ModelErrorCode =
  /** The folder, its card, its model file or its golden answers do not exist or cannot be read. */
  | 'file_missing'
  /** The card is not JSON or does not fit its schema. */
  | 'card_invalid'
  /** The model file is not the one that the card describes. */
  | 'sha256_mismatch'
  /** ONNX Runtime cannot load the file. */
  | 'not_loadable'
  /** The model's inputs or outputs are not those that serving uses. */
  | 'wrong_interface'
  /** The model's answers differ from those in `golden.json`, or that file does not fit its schema. */
  | 'golden_mismatch'
  /** The version was loaded before with other content. */
  | 'version_changed';

/** Thrown while a model is loaded. The message names the file, what was expected and what was found. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelErrorCode,
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}`, options);
  }
}
