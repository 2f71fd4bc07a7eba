/** Why a model folder cannot be served, by code: the details of `RELOAD_FAILED`, and of a worker that does not start. */
export const MODEL_FAULTS = {
  FILE_MISSING: 'The folder, its card, its model file or its golden answers do not exist or cannot be read.',
  CARD_INVALID: 'The card is not JSON, or lacks something that serving needs.',
  SHA256_MISMATCH: 'The model file is not the one that the card describes.',
  NOT_LOADABLE: 'ONNX Runtime cannot load the file.',
  WRONG_INTERFACE: 'The inputs or outputs of the model are not those that serving needs.',
  GOLDEN_MISMATCH: 'The model does not repeat the answers in `golden.json`, or that file is malformed.',
  VERSION_CHANGED: 'The version was loaded before and had another content then.',
} as const satisfies Record<string, string>;

export type ModelFault = keyof typeof MODEL_FAULTS;
