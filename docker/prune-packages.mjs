// Removes from node_modules what no program reads: source maps, type declarations, documents, TypeScript itself (an
// optional peer of Nest's OpenAPI package), and the binaries of ONNX Runtime for other platforms (240 MB).
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const packages = 'node_modules';
const unread = /\.(map|d\.ts|d\.mts|d\.cts|tsbuildinfo)$|^(readme|changelog|history)(\.md)?$/i;

for (const name of ['typescript', '@types', 'svg-to-pdfkit/examples'])
  rmSync(join(packages, name), { recursive: true, force: true });

for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && unread.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
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
