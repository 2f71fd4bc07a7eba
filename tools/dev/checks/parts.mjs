import { obtainChromium } from '../install/chromium.mjs';
import { findPython } from '../install/python.mjs';
import { makeVirtualEnvironment } from '../install/virtual-environment.mjs';
import { isMissing } from '../requirements.mjs';
import { checkTarget } from './nx-target.mjs';
import { checkPython } from './python.mjs';
import { checkRuff } from './ruff.mjs';
import { checkShellScripts } from './shell-scripts.mjs';
import { underCI } from './skips.mjs';
import { runVitest } from './vitest.mjs';
import { checkFormat, checkImports, checkLint, checkUnused } from './whole-tree.mjs';

/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {{ mayInstall: boolean }} Context mayInstall: system packages may be installed */
/**
 * @typedef {object} Part
 * @property {string} what
 * @property {boolean} [static] reads sources only: a part of `npm run check`
 * @property {boolean} [redis] needs a Redis server
 * @property {string[]} [needs] parts that run before it, even when only this one is named
 * @property {(context: Context) => Outcome | Promise<Outcome>} run
 */

/** The parts of `./test.sh`, in the order in which they run. @type {Record<string, Part>} */
export const parts = {
  shell: { what: 'every shell script, by shellcheck', static: true, run: checkShellScripts },
  format: { what: 'Prettier', static: true, run: checkFormat },
  lint: { what: 'ESLint, with the module boundaries', static: true, run: checkLint },
  types: { what: 'tsc, each project', static: true, run: () => checkTarget('typecheck') },
  imports: { what: 'dependency-cruiser: no circles of files or folders', static: true, run: checkImports },
  unused: { what: 'knip: no unused files, exports or packages', static: true, run: checkUnused },
  ruff: { what: 'style and format of the Python files', static: true, run: checkRuff },
  build: { what: 'each application is built', run: () => checkTarget('build') },
  documentation: {
    what: 'openapi.json and the tables in docs/ match the code',
    needs: ['build'],
    run: () => checkTarget('documentation-check'),
  },
  // Before the tests of the other parts: some of them read files with Python packages that this installs.
  python: { what: 'tests of the training pipeline', run: checkPython },
  unit: {
    what: 'unit and integration tests of every project, on a real Redis',
    redis: true,
    run: () => runVitest(['--exclude', 'apps/e2e/**', '--exclude', 'tools/deployment/images/**']),
  },
  images: {
    what: 'the images, built and run with compose on a Docker engine',
    redis: true,
    run: () => runVitest(['--dir', 'tools/deployment/images'], { DOCKER_BUILDKIT: '1' }),
  },
  e2e: { what: 'the running system, its faults and its web page', redis: true, needs: ['build'], run: checkEndToEnd },
};

/** Names that stand for several parts. @type {Record<string, string[]>} */
export const groups = {
  check: Object.keys(parts).filter((name) => parts[name].static),
};

/**
 * One file at a time: the tests start whole systems, and some measure time. Under CI the packages that make and check clients
 * from openapi.json are installed first; elsewhere that is left to the developer, as docs/testing.md says.
 * @param {Context} context
 */
async function checkEndToEnd(context) {
  const chromium = obtainChromium(context);
  const python = findPython();
  const lacksClients = isMissing('schemathesis') || isMissing('openapi-python-client');
  if (underCI && context.mayInstall && python && lacksClients) await makeVirtualEnvironment(python, 'tools/clients');
  // The whole campaign, and what takes longer than the kills, is run by `npx nx run e2e:chaos`.
  const options = ['--dir', 'apps/e2e', '--no-file-parallelism', '--exclude', '**/chaos/by-command/**'];
  return runVitest(options, chromium ? { CHROMIUM_PATH: chromium } : {});
}
