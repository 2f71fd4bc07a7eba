import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const workspaceRoot = resolve(import.meta.dirname, '../..');

/** @type {{ compilerOptions: { paths: Record<string, string[]> } }} */
const { compilerOptions } = JSON.parse(readFileSync(resolve(workspaceRoot, 'tsconfig.base.json'), 'utf8'));

/**
 * The path aliases of tsconfig.base.json as absolute source files: the one list that tsc, esbuild and vitest share.
 * Longer names come first, since vitest takes the first alias that an import begins with.
 */
export const sourceAliases = Object.fromEntries(
  Object.entries(compilerOptions.paths)
    .sort(([a], [b]) => b.length - a.length)
    .map(([name, [file]]) => [name, resolve(workspaceRoot, file)]),
);
