// Generates openapi.json, and the tables of routes and variables in README.md, from the code.
// usage: documentation.program.js [--check]     with --check it writes nothing, names stale files and exits with 1
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { defaultText, readEnvironment, variables } from '@exoplanet/platform';
import { createApp } from './create-app';
import { openApiDocument } from './platform/openapi/document';

const check = process.argv.includes('--check');
const app = await createApp({ ...readEnvironment({}), LOG_LEVEL: 'fatal', MONITOR_PORT: 0 });
const document = openApiDocument(app);

let readme = readFileSync('README.md', 'utf8');
readme = between(readme, 'routes', routeTable(document));
readme = between(readme, 'environment', environmentTable());
const stale = Object.entries({ 'openapi.json': `${JSON.stringify(document, null, 2)}\n`, 'README.md': readme }).filter(
  ([file, text]) => write(file, text),
);
if (check && stale.length > 0)
  process.stderr.write(`${stale.map(([file]) => file).join(', ')} stale: run npm run documentation and commit it\n`);
process.exit(check && stale.length > 0 ? 1 : 0);

/** Whether the file was stale. Updates it, unless checking. */
function write(file: string, text: string): boolean {
  const same = read(file) === text;
  if (!same && !check) writeFileSync(file, text);
  return !same;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- ${name}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the markers for ${name}: ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function routeTable({ paths }: OpenAPIObject): string {
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { summary?: string }>).map(
      ([method, { summary }]) => `| \`${method.toUpperCase()} ${path}\` | ${summary ?? ''} |`,
    ),
  );
  return ['| request | what it does |', '| --- | --- |', ...rows].join('\n');
}

function environmentTable(): string {
  const rows = [...variables()].map(([name, options]) => {
    const { description, unit, used_by } = options;
    const text = defaultText(options);
    const shown = text && `\`${text}\``;
    return `| \`${name}\` | ${shown}${unit && shown ? ` ${unit}` : ''} | ${used_by ?? 'both'} | ${description} |`;
  });
  return ['| variable | default | read by | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
