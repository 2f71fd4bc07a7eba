// Imports a TypeScript source for a benchmark. It is bundled first, so that the present state of the tree is measured.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sourceAliases, workspaceRoot } from '../build/aliases.mjs';

/** A folder that git ignores, below the one that holds node_modules. */
const parent = join(workspaceRoot, 'tmp');

/**
 * Bundles and imports a file.
 * @param {string} file relative to the root of the repository
 */
export async function importSource(file) {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'bench-source-'));
  const outfile = join(folder, 'source.mjs');
  try {
    await build({
      entryPoints: [join(workspaceRoot, file)],
      outfile,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      alias: sourceAliases,
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
