import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const workspaceRoot = resolve(import.meta.dirname, '../..');

/** @type {{ compilerOptions: { paths: Record<string, string[]> } }} */
const { compilerOptions } = JSON.parse(readFileSync(resolve(workspaceRoot, 'tsconfig.base.json'), 'utf8'));

/** The path aliases of tsconfig.base.json as absolute source files, for tsc, esbuild and vitest alike. */
export const sourceAliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [name, resolve(workspaceRoot, file)]),
);
