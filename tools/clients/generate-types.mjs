// Writes the types of the TypeScript client from openapi.json, or with --check says whether they are up to date.
// usage: node tools/clients/generate-types.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const root = resolve(import.meta.dirname, '../..');
const document = resolve(root, 'openapi.json');
const types = resolve(root, 'libs/client/src/generated/openapi.ts');

// A field with a default can be left out of a request.
const text = COMMENT_HEADER + astToString(await openapiTS(pathToFileURL(document), { defaultNonNullable: false }));
if (process.argv[2] !== '--check') writeFileSync(types, text);
else if (readFileSync(types, 'utf8') !== text) {
  console.error('libs/client/src/generated/openapi.ts is stale: run npm run client and commit the result');
  process.exit(1);
}
