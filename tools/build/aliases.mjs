import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const workspaceRoot = resolve(import.meta.dirname, '../..');

const { compilerOptions } = JSON.parse(readFileSync(resolve(workspaceRoot, 'tsconfig.base.json'), 'utf8'));

/** The path aliases of tsconfig.base.json as absolute source files: the one list that tsc, esbuild and vitest share. */
export const sourceAliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [name, resolve(workspaceRoot, file)]),
);
