const NAME_PATTERN = '[a-z][a-z0-9_-]{0,63}';
const VERSION_PATTERN = '[0-9][0-9A-Za-z.-]{0,31}';

/** The name of a model. */
export const MODEL_NAME = new RegExp(`^${NAME_PATTERN}$`);
/** The version of a model. */
export const MODEL_VERSION = new RegExp(`^${VERSION_PATTERN}$`);
/** `name@version`: one version of a model. */
export const MODEL_VERSION_ID = new RegExp(`^${NAME_PATTERN}@${VERSION_PATTERN}$`);
/** A model as requests name it: `name`, or `name@version`. */
export const MODEL_ID = new RegExp(`^${NAME_PATTERN}(@${VERSION_PATTERN})?$`);

/** Splits `name` or `name@version`. The parts are not checked: there may be no such model. */
export function parseModelId(id: string): { name: string; version?: string } {
  const at = id.indexOf('@');
  return at < 0 ? { name: id } : { name: id.slice(0, at), version: id.slice(at + 1) };
}

/** `name@version`. */
export const versionId = ({ name, version }: { name: string; version: string }): string => `${name}@${version}`;
