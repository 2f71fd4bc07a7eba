// Writes what is generated from the code: openapi.json, and the tables in docs/ between `<!-- NAME: generated -->` and `<!-- NAME: end -->`.
// usage: documentation.program.js [--check]     with --check it writes nothing, names what is stale, and exits with 1
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DIAGNOSTICS, ERRORS, MEASUREMENTS } from '@exoplanet/contracts';
import { defaultText, readEnvironment, variables } from '@exoplanet/platform';
import { createApp } from './create-app';
import { openApiDocument } from './platform/openapi/document';

const check = process.argv.includes('--check');
const app = await createApp({ ...readEnvironment({}), LOG_LEVEL: 'fatal', MONITOR_PORT: 0 });
const document = openApiDocument(app);

const api = withTables('docs/api.md', {
  routes: routeTable(document),
  fields: fieldTable(),
  errors: errorTable(),
});
const operating = withTables('docs/operating.md', { environment: environmentTable() });
const files = { 'openapi.json': `${JSON.stringify(document, null, 2)}\n`, ...api, ...operating };
const stale = Object.entries(files).filter(([file, text]) => write(file, text));
if (check && stale.length > 0) {
  const names = stale.map(([file]) => file).join(', ');
  process.stderr.write(`${names} stale: run npm run documentation and commit the result\n`);
}
process.exit(check && stale.length > 0 ? 1 : 0);

/** Writes the file unless `--check` is given. Returns whether its content differed. */
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

/** The file with each table between its markers. @throws Error where a marker is missing */
function withTables(file: string, tables: Record<string, string>): Record<string, string> {
  let text = readFileSync(file, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- ${name}: end -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${file} needs the lines ${begin} and ${end}`);
    text = `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
  }
  return { [file]: text };
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

function fieldTable(): string {
  const diagnostics = DIAGNOSTICS.map((field) => ({ ...field, name: `diagnostics.${field.name}`, errors: false }));
  const rows = [...MEASUREMENTS, ...diagnostics].map(
    ({ name, unit, description, errors }) => `| \`${name}\` | ${unit} | ${errors ? 'yes' : 'no'} | ${description} |`,
  );
  return ['| field | unit | takes errors | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title, advice }]) => `| \`${code}\` | ${status} | ${title} | ${advice} |`,
  );
  return ['| code | status | meaning | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
