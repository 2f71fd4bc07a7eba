// The light-curve library for a benchmark: bundled from its TypeScript sources at the moment, so that what is measured is what is in the tree.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sourceAliases, workspaceRoot } from '../../build/aliases.mjs';

/** Bundles and imports `libs/light-curve`. */
export async function loadLightCurveLibrary() {
  const folder = mkdtempSync(join(tmpdir(), 'light-curve-bench-'));
  const outfile = join(folder, 'light-curve.mjs');
  try {
    await build({
      entryPoints: [join(workspaceRoot, 'libs/light-curve/src/index.ts')],
      outfile,
      bundle: true,
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
