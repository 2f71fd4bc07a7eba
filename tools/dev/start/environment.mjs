import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The settings that gateway and workers will see: the process's environment over the `.env` file, empty ones left out. */
export function readSettings(root, environment = process.env) {
  const file = join(root, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...environment }).filter(([, value]) => value !== undefined && value !== ''),
  );
}
