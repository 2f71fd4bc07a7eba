import { obtainChromium } from '../install/chromium.mjs';
import { checkTarget } from './nx-target.mjs';
import { checkPython } from './python.mjs';
import { checkShellScripts } from './shell-scripts.mjs';
import { runVitest } from './vitest.mjs';

/**
 * The parts of `./test.sh` in the order in which they run.
 * @type {Record<string, { what: string, onDemand?: boolean, needs?: string[], run: () => import('./outcome.mjs').Outcome | Promise<import('./outcome.mjs').Outcome> }>}
 */
export const parts = {
  shell: { what: 'every shell script, by shellcheck where it can be had', run: checkShellScripts },
  lint: { what: 'ESLint and the module boundaries, each project', run: () => checkTarget('lint') },
  typecheck: { what: 'tsc, each project', run: () => checkTarget('typecheck') },
  build: { what: 'each application is built', run: () => checkTarget('build') },
  documentation: {
    what: 'openapi.json and the tables of README.md are what the code says',
    needs: ['build'],
    run: () => checkTarget('documentation-check'),
  },
  unit: {
    what: 'unit and integration tests of every project, on a real Redis',
    run: () => runVitest(['--exclude', 'apps/e2e/**', '--exclude', 'tools/deployment/images/**']),
  },
  python: { what: 'tests of the training pipeline', run: checkPython },
  images: {
    what: 'the images, built by the lines of the Dockerfile in plain folders, and run',
    run: () => runVitest(['--dir', 'tools/deployment/images']),
  },
  e2e: { what: 'the running system, its faults and its web page', needs: ['build'], run: checkEndToEnd },
};

/** One file at a time: the tests start whole systems, and some measure time. */
function checkEndToEnd() {
  const chromium = obtainChromium();
  return runVitest(['--dir', 'apps/e2e', '--no-file-parallelism'], chromium ? { CHROMIUM_PATH: chromium } : {});
}
