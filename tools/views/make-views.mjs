// Bundles the views program and runs it.
// usage: node tools/views/make-views.mjs --data "$EXOPLANET_DATA" --out DIR [--source quarter|binned|both]
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sourceAliases, workspaceRoot } from '../build/aliases.mjs';

const outfile = join(workspaceRoot, 'dist/tools/views/make-views.js');
await build({
  entryPoints: [join(import.meta.dirname, 'make-views.program.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  alias: sourceAliases,
  packages: 'external',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
