// Removes from node_modules what no program reads: source maps, type declarations, documents, tests, forms of packages for
// browsers and old module systems, TypeScript itself (an optional peer of Nest's OpenAPI package), and the binaries of ONNX
// Runtime for other platforms (240 MB).
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const packages = 'node_modules';
const unread = /\.(map|d\.ts|d\.mts|d\.cts|tsbuildinfo)$|^(readme|changelog|history)(\.md)?$/i;

const unused = {
  typescript: [''],
  '@types': [''],
  'class-transformer': ['bundles', 'esm5'],
  'class-validator': ['bundles', 'esm5'],
  'dejavu-fonts-ttf': ['status.txt'],
  fontkit: ['dist/browser.cjs', 'dist/browser-module.mjs'],
  'libphonenumber-js': ['bundle', 'es6-modern', 'metadata.full.json', 'metadata.full.json.js', 'mobile', 'source'],
  luxon: ['build/amd', 'build/cjs-browser', 'build/global', 'src'],
  pdfkit: ['.yarn', 'js/pdfkit.standalone.js'],
  rxjs: ['dist/bundles', 'dist/esm', 'dist/esm5', 'src'],
  'svg-to-pdfkit': ['examples'],
  'swagger-ui-dist': ['swagger-ui-es-bundle.js', 'swagger-ui-es-bundle-core.js', 'swagger-ui.js'],
};
for (const [name, paths] of Object.entries(unused))
  for (const path of paths) rmSync(join(packages, name, path), { recursive: true, force: true });

/** Folders beside the package.json of a package. */
const unreadFolders = [
  'test',
  'tests',
  '__tests__',
  'docs',
  'example',
  'examples',
  'benchmark',
  'benchmarks',
  '.github',
];
for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
  if (entry.name !== 'package.json') continue;
  for (const name of unreadFolders) rmSync(join(entry.parentPath, name), { recursive: true, force: true });
}

for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && unread.test(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
}

// The packages of OpenTelemetry require each other: nothing imports their other forms.
for (const name of readdirSync(join(packages, '@opentelemetry'))) {
  const path = join(packages, '@opentelemetry', name);
  for (const form of ['build/esm', 'build/esnext']) rmSync(join(path, form), { recursive: true, force: true });
  if (name !== 'semantic-conventions') continue;
  for (const file of readdirSync(join(path, 'dist'))) if (file.endsWith('.mjs')) rmSync(join(path, 'dist', file));
}

// Reports are set in two of DejaVu's fonts: libs/light-curve/src/print/report-fonts.ts.
const keepOnly = (/** @type {string} */ folder, /** @type {RegExp} */ wanted) => {
  for (const name of readdirSync(join(packages, folder)))
    if (!wanted.test(name)) rmSync(join(packages, folder, name), { recursive: true });
};
keepOnly('dejavu-fonts-ttf/ttf', /^DejaVuSansCondensed(-Bold)?\.ttf$/);

const binaries = join(packages, 'onnxruntime-node/bin');
for (const api of readdirSync(binaries)) {
  for (const platform of readdirSync(join(binaries, api))) {
    for (const arch of readdirSync(join(binaries, api, platform))) {
      if (platform !== process.platform || arch !== process.arch)
        rmSync(join(binaries, api, platform, arch), { recursive: true });
    }
  }
}
