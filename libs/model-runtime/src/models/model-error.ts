/** Why a model folder cannot be served. */
export type ModelErrorCode =
  /** The folder, its card, its model file or its golden answers do not exist or cannot be read. */
  | 'file_missing'
  /** The card is no JSON, or lacks something that serving needs. */
  | 'card_invalid'
  /** The model file is not the one that the card describes. */
  | 'sha256_mismatch'
  /** ONNX Runtime cannot load the file. */
  | 'not_loadable'
  /** The model's inputs or outputs are not those that serving calls. */
  | 'wrong_interface'
  /** The model does not answer as `golden.json` says that training did, or that file has another form. */
  | 'golden_mismatch'
  /** The version was loaded before, and held something else. */
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
