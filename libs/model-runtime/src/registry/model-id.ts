/** A model as requests name it: `name`, or `name@version`. */
export interface ModelId {
  name: string;
  version?: string;
}

/** Splits `name` or `name@version`. */
export function parseModelId(model: string): ModelId {
  const at = model.indexOf('@');
  return at < 0 ? { name: model } : { name: model.slice(0, at), version: model.slice(at + 1) };
}
