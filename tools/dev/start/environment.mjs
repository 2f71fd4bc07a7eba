import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * The settings that gateway and workers will see: the process's environment over the `.env` file, without empty ones.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Record<string, string>}
 */
export function readSettings(root, environment = process.env) {
  const file = join(root, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  /** @type {Record<string, string>} */
  const settings = {};
  for (const [name, value] of Object.entries({ ...fromFile, ...environment })) if (value) settings[name] = value;
  return settings;
}
