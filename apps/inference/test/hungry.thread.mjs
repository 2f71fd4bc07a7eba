// Stands for the analysis of a light curve that needs too much memory, of the kind that the command names.
/** @param {{ command: 'heap' | 'arrays' | 'nothing', progress: import('node:worker_threads').MessagePort }} task */
export default function run({ command, progress }) {
  const kept = [];
  try {
    while (command === 'heap') kept.push(Array.from({ length: 1e5 }, (_, index) => ({ index })));
    while (command === 'arrays') kept.push(new Float64Array(4e6).fill(1));
    return { ok: false, refused: [] };
  } finally {
    progress.close();
  }
}
