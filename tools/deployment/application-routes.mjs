import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../build/aliases.mjs';

/** The GET routes that the controllers of an application declare. @param {'gateway' | 'inference'} application */
export function getRoutes(application) {
  const source = join(workspaceRoot, 'apps', application, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts'))
    .flatMap((file) => routesOf(readFileSync(join(source, file), 'utf8')));
}

/** @param {string} text */
function routesOf(text) {
  const [, prefix = ''] = /@Controller\((?:'([^']*)')?\)/.exec(text) ?? [];
  return [...text.matchAll(/@Get\((?:'([^']*)')?\)/g)].map(
    ([, path = '']) => `/${[prefix, path].filter(Boolean).join('/')}`,
  );
}
