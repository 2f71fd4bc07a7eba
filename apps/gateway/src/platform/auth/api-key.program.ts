// Generates an API key. Writes the key to stderr, once: it is stored nowhere. Writes its entry for API_KEYS to stdout.
// usage: node dist/apps/gateway/api-key.program.js NAME ROLE...     roles: submit, read, operate
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ApiKeyDto, ROLES } from '@exoplanet/platform';
import { hashOf } from './key-hash';

const [name, ...roles] = process.argv.slice(2);
const key = `exo_${randomBytes(32).toString('base64url')}`;
const entry = { name, sha256: hashOf(key).toString('hex'), roles };
const problems = validateSync(plainToInstance(ApiKeyDto, entry)).flatMap(({ constraints }) =>
  Object.values(constraints ?? {}),
);
if (problems.length > 0) {
  process.stderr.write(
    `usage: api-key.program.js NAME ROLE...     roles: ${ROLES.join(', ')}\n${problems.join('\n')}\n`,
  );
  process.exit(2);
}
process.stderr.write(`The key of ${name}, shown only once: ${key}\nAdd this entry to the array API_KEYS:\n`);
process.stdout.write(`${JSON.stringify(entry)}\n`);
