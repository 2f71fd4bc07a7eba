import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';

const PREFIX = `exoplanet-duckdb-${hostname()}-`;
const PID_AND_ID = /^(\d+)-[0-9a-f-]{36}$/;

/** Folders of this process, which are in use. */
const own = new Set<string>();

/**
 * Path of a new scratch folder, which DuckDB creates. Its name holds the host and the process id, because several machines
 * can share the temporary folder.
 */
export function newScratchPath(temporary: string): string {
  const name = `${PREFIX}${process.pid}-${randomUUID()}`;
  own.add(name);
  return join(temporary, name);
}

/** Removes a folder whose database is closed. @param folder of `newScratchPath` */
export function removeScratchFolder(folder: string): void {
  own.delete(basename(folder));
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next process that opens a database removes it.
  }
}

/** Removes the folders left by processes of this host that have ended, including an earlier process with the same id as this one. */
export async function sweepScratchFolders(temporary: string): Promise<void> {
  for (const name of await readdir(temporary)) {
    const rest = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    const [, pid] = PID_AND_ID.exec(rest) ?? [];
    if (pid === undefined || own.has(name)) continue;
    if (Number(pid) === process.pid || !isAlive(Number(pid)))
      await rm(join(temporary, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
