// A TypeScript source of ours for a benchmark: bundled at the moment, so that what is measured is what is in the tree.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceAliases, workspaceRoot } from '../build/aliases.mjs';

/** Bundles and imports a file, named from the root of the repository. */
export async function importSource(file) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-source-'));
  const outfile = join(folder, 'source.mjs');
  try {
    await build({ entryPoints: [join(workspaceRoot, file)], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', alias: sourceAliases, logLevel: 'warning' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
