// Names every platform's optional packages in package-lock.json, so that `npm ci` accepts it on each of them.
// Run it after `npm install PACKAGE` against a registry that serves one platform only.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missingOptionalPackages, withOptionalPackages } from './lock-file.mjs';

const file = resolve(process.argv[2] ?? 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingOptionalPackages(lock.packages);
lock.packages = withOptionalPackages(lock.packages);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(missing.length ? `named ${missing.map(({ name }) => name).join(', ')}` : 'nothing was missing');
