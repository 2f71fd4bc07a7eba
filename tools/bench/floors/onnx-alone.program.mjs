// The floor of a batch: ONNX Runtime alone on a model's file, one thread, at its fastest batch size. Prints rows a second.
// usage: onnx-alone.program.mjs MODEL_FOLDER [SECONDS]
import { Tensor } from 'onnxruntime-node';
import { openGraph } from './open-graph.mjs';

const [folder, seconds = '1'] = process.argv.slice(2);
const session = await openGraph(folder);
const sizes = [128, 256, 512, 1024];
const speeds = [];
for (const rows of sizes) speeds.push(await rowsPerSecond(rows, (Number(seconds) * 1000) / sizes.length));
console.log(Math.max(...speeds));

/** @param {number} rows @param {number} milliseconds */
async function rowsPerSecond(rows, milliseconds) {
  const feeds = feedsOf(rows);
  await session.run(feeds);
  const started = performance.now();
  let runs = 0;
  for (; performance.now() - started < milliseconds; runs++) await session.run(feeds);
  return (runs * rows * 1000) / (performance.now() - started);
}

/** Values of all inputs. A missing field is NaN, as in the gateway's rows; the mask says that every view is there. @param {number} rows */
function feedsOf(rows) {
  return Object.fromEntries(
    session.inputMetadata.map((input) => {
      if (!input.isTensor) throw new Error(`${input.name} is not a tensor`);
      const { name, shape } = input;
      const sizes = shape.map((size, axis) => (axis === 0 ? rows : Number(size)));
      const values = Float32Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, index) =>
        name === 'mask' ? 1 : index % 7 === 0 ? NaN : Math.random(),
      );
      return [name, new Tensor('float32', values, sizes)];
    }),
  );
}
