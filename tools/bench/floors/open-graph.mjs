import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';

/** The graph in a model's folder on one thread, as the floors measure it. @param {string} folder */
export function openGraph(folder) {
  const { file } = JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8'));
  return InferenceSession.create(join(folder, file), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
}
