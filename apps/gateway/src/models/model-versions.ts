import { parseModelId, type WorkerHeartbeat } from '@exoplanet/contracts';

/** Whether a worker can answer for a model: `name` means the version in service, `name@version` any version that it has. */
export function hasModel({ models, versions }: WorkerHeartbeat, model: string): boolean {
  const { name, version } = parseModelId(model);
  if (models.some((served) => served.name === name && (version === undefined || served.version === version)))
    return true;
  if (version === undefined) return false;
  // Workers of an older release do not report their versions: for them only the name can be checked.
  return versions ? reportedVersions(versions, name).includes(version) : models.some((served) => served.name === name);
}

/** Versions of a model that a request can name, over all workers, newest first. */
export function versionsOf(workers: readonly WorkerHeartbeat[], name: string): string[] {
  const served = workers.flatMap(({ models }) =>
    models.filter((model) => model.name === name).map(({ version }) => version),
  );
  const others = workers.flatMap(({ versions }) => reportedVersions(versions, name));
  return [...new Set([...served, ...others])].sort(newestFirst);
}

/** Every version that a request can name, as `name@version`, for messages. */
export function allVersions(workers: readonly WorkerHeartbeat[]): string[] {
  const names = new Set(
    workers.flatMap(({ models, versions }) => [...models.map(({ name }) => name), ...Object.keys(versions ?? {})]),
  );
  return [...names].sort().flatMap((name) => versionsOf(workers, name).map((version) => `${name}@${version}`));
}

export const newestFirst = (a: string, b: string): number => b.localeCompare(a, undefined, { numeric: true });

/** The name comes from a request, so it could be that of an object's own property, such as `constructor`. */
function reportedVersions(versions: WorkerHeartbeat['versions'], name: string): readonly string[] {
  return versions && Object.hasOwn(versions, name) ? versions[name] : [];
}
