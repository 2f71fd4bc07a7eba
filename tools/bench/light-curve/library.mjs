// The light-curve library for a benchmark, bundled from its sources at each start: what is measured is what is in the tree.
import { importSource } from '../import-source.mjs';

/** @typedef {typeof import('@exoplanet/light-curve') & typeof import('@exoplanet/light-curve/testing')} Library */

/**
 * The public names of `libs/light-curve` and those it has for tests and benchmarks.
 * @returns {Promise<Library>}
 */
export async function loadLightCurveLibrary() {
  const [library, testing] = await Promise.all([
    importSource('libs/light-curve/src/index.ts'),
    importSource('libs/light-curve/src/testing/index.ts'),
  ]);
  return { ...library, ...testing };
}
