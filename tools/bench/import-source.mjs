// A TypeScript source of ours for a benchmark: bundled at the moment, so that what is measured is what is in the tree.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sourceAliases, workspaceRoot } from '../build/aliases.mjs';

/** Where packages are found, and what git ignores. */
const parent = join(workspaceRoot, 'tmp');

/** Bundles and imports a file, named from the root of the repository. */
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
