import { parseModelId, type WorkerHeartbeat } from '@exoplanet/contracts';

/** Whether a worker answers requests that name a model: `name` for the version in service, `name@version` for any that it has. */
export function canName({ models, versions }: WorkerHeartbeat, model: string): boolean {
  const { name, version } = parseModelId(model);
  if (models.some((served) => served.name === name && (version === undefined || served.version === version)))
    return true;
  if (version === undefined) return false;
  // A worker of the version before does not tell its versions: then only the name can be checked.
  return versions ? ownVersions(versions, name).includes(version) : models.some((served) => served.name === name);
}

/** Versions that a request can name, over all workers, newest first. */
export function versionsOf(workers: readonly WorkerHeartbeat[], name: string): string[] {
  const served = workers.flatMap(({ models }) =>
    models.filter((model) => model.name === name).map(({ version }) => version),
  );
  const named = workers.flatMap(({ versions }) => ownVersions(versions, name));
  return [...new Set([...served, ...named])].sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
}

/** Of a name that a request made up, too: `constructor` is no model. */
function ownVersions(versions: WorkerHeartbeat['versions'], name: string): readonly string[] {
  return versions && Object.hasOwn(versions, name) ? versions[name] : [];
}

/** Every version that a request can name, as `name@version`, for messages. */
export function allNameable(workers: readonly WorkerHeartbeat[]): string[] {
  const names = new Set(
    workers.flatMap(({ models, versions }) => [...models.map(({ name }) => name), ...Object.keys(versions ?? {})]),
  );
  return [...names].sort().flatMap((name) => versionsOf(workers, name).map((version) => `${name}@${version}`));
}
