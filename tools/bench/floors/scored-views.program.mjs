// How fast the model runtime alone scores detections with all their views, in batches. Prints rows a second.
// usage: scored-views.program.mjs [SECONDS]
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { importSource } from '../import-source.mjs';
import { candidates } from '../load/candidates.mjs';

const MODEL = 'multimodal';
const ROWS = 1000;

const seconds = Number(process.argv[2] ?? 1);
const { toTable } = await importSource('libs/contracts/src/index.ts');
const { ModelRegistry } = await importSource('libs/model-runtime/src/index.ts');
const registry = await ModelRegistry.open({
  path: join(workspaceRoot, 'models'),
  providers: ['cpu'],
  warn: (/** @type {string} */ message) => console.error(message),
});
const { inputs } = registry.card(MODEL);
const command = {
  options: { model: MODEL },
  table: toTable(candidates(ROWS)),
  views: Array.from({ length: ROWS }, viewsOfOne),
};
const [{ heads }] = await registry.predictDetections(command);
if (heads.length < 2) throw new Error(`only ${heads.join()} was used`);
const started = performance.now();
let rows = 0;
for (; performance.now() - started < seconds * 1000; rows += ROWS) await registry.predictDetections(command);
console.log((rows * 1000) / (performance.now() - started));
await registry.close();

/** Random values for every view of one detection. */
function viewsOfOne() {
  const views = /** @type {{ name: string, shape: number[] }[]} */ (inputs).filter(
    ({ name }) => name !== 'row' && name !== 'mask',
  );
  return Object.fromEntries(
    views.map(({ name, shape }) => [
      name,
      Float32Array.from({ length: shape.slice(1).reduce((product, size) => product * size, 1) }, Math.random),
    ]),
  );
}
