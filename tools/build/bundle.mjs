// Bundles an application: our own sources into one file per entry point, packages are not bundled.
// usage: node tools/build/bundle.mjs apps/gateway
// Entry points: src/main.ts, and every src/**/*.thread.ts (a worker thread) and src/*.program.ts (a command-line program).
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { transform } from '@swc/core';
import { build } from 'esbuild';
import { sourceAliases, workspaceRoot } from './aliases.mjs';

const project = process.argv[2];
if (!project) {
  console.error('usage: node tools/build/bundle.mjs <project folder>');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8'));
const outdir = join(workspaceRoot, 'dist', project);

/**
 * esbuild drops decorator metadata, which Nest's injection needs: swc compiles each file that has decorators.
 * @type {import('esbuild').Plugin}
 */
const decoratorMetadata = {
  name: 'decorator-metadata',
  setup(context) {
    context.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!/^\s*@\w+/m.test(source)) return { contents: source, loader: 'ts' };
      const { code } = await transform(source, {
        filename: path,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/**
 * With `keepNames`, esbuild names every arrow function too, and does so each time that it is created: a quarter of a
 * worker's own time for a batch. The names of classes are needed, and @nestjs/swagger recognizes a lazy type by the name
 * `type` of its function.
 * @type {import('esbuild').Plugin}
 */
const nameOnlyWhatIsRead = {
  name: 'name-only-what-is-read',
  setup(context) {
    const helper = 'var __name = (target, value) => ';
    context.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        if (path.endsWith('.js') && text.includes('__name(') && !text.includes(helper))
          throw new Error(`${path}: esbuild defines __name in another way now`);
        for (const [, start] of text.matchAll(/^var (init_\w+) = __esm\(/gm))
          if (!text.includes(`${start}()`))
            throw new Error(`${path}: nothing calls ${start}, so what it defines is undefined`);
        // On one line, so that the source map still holds.
        const code = text.replace(helper, `${helper}!target.prototype && value !== 'type' ? target : `);
        // `npx exoplanet` runs the file itself.
        await writeFile(path, code, { mode: code.startsWith('#!') ? 0o755 : 0o644 });
      }
    });
  },
};

/**
 * A module of a library only defines things, so an entry point gets those modules that it uses: a thread that reads tables does
 * not load Nest and class-validator for the DTOs that stand beside what it uses.
 * @type {import('esbuild').Plugin}
 */
const librariesOnlyDefine = {
  name: 'libraries-only-define',
  setup(context) {
    const libraries = join(workspaceRoot, 'libs/');
    const asked = Symbol('asked');
    context.onResolve({ filter: /^(\.|@exoplanet\/)/ }, async ({ path, pluginData, importer, resolveDir, kind }) => {
      if (pluginData === asked) return undefined;
      const found = await context.resolve(path, { importer, resolveDir, kind, pluginData: asked });
      return found.path.startsWith(libraries) ? { ...found, sideEffects: false } : found;
    });
  },
};

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await build({
  entryPoints: entries(),
  outdir,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  alias: sourceAliases,
  packages: 'external',
  keepNames: true, // Nest and OpenAPI use the names of classes.
  define: { 'process.env.npm_package_version': JSON.stringify(version) },
  plugins: [decoratorMetadata, nameOnlyWhatIsRead, librariesOnlyDefine],
  write: false,
  logLevel: 'warning',
});

function entries() {
  const source = resolve(workspaceRoot, project, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file === 'main.ts' || file.endsWith('.thread.ts') || file.endsWith('.program.ts'))
    .map((file) => join(source, file));
}
