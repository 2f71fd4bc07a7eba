// Writes the OpenAPI document of the gateway to the file named, or with --check says whether that file is up to date.
import 'reflect-metadata';
import { readEnvironment } from '@exoplanet/platform';
import { readFileSync, writeFileSync } from 'node:fs';
import { createApp } from './create-app';
import { openApiDocument } from './openapi/document';

const [file, check] = process.argv.slice(2);
const app = await createApp({ ...readEnvironment({}), LOG_LEVEL: 'fatal', MONITOR_PORT: 0 });
const text = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
if (check !== '--check') writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${file} is stale: run npm run openapi and commit it\n`);
  process.exit(1);
}
process.exit(0);
