import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes what is in a folder and was last changed before a time [ms since 1970]. */
export async function removeOlder(folder: string, time: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Others remove their own files at the same time.
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (changed < time) await rm(path, { recursive: true, force: true });
  }
}
