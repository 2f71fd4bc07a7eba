import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './install/chromium.mjs';
import { findFakeTime } from './install/fake-time.mjs';
import { onPath } from './install/on-path.mjs';

/** The Docker client: `DOCKER`, or the one on PATH. */
export const dockerClient = process.env.DOCKER || 'docker';

/** @type {Record<string, () => boolean>} */
const checks = {
  EXOPLANET_DATA: () => existsSync(process.env.EXOPLANET_DATA ?? ''),
  '/proc': () => existsSync('/proc/self/status'),
  'a writable memory cgroup v1': () => isWritable('/sys/fs/cgroup/memory/cgroup.procs'),
  python3: () => onPath('python3') !== undefined,
  'redis-cli': () => onPath('redis-cli') !== undefined,
  openssl: () => onPath('openssl') !== undefined,
  numpy: () => pythonWith('numpy') !== undefined,
  lightkurve: () => pythonWith('lightkurve') !== undefined,
  schemathesis: () => pythonWith('schemathesis') !== undefined,
  'openapi-python-client': () => pythonWith('openapi_python_client') !== undefined,
  astropy: () => pythonWith('astropy') !== undefined,
  libfaketime: () => findFakeTime() !== undefined,
  CONSOLE_NEWCOMER: () => Boolean(process.env.CONSOLE_NEWCOMER),
  CONSOLE_MILLION: () => Boolean(process.env.CONSOLE_MILLION),
  Chromium: () => findChromium() !== undefined,
  'kubectl 1.25': () => kubectlMinor() >= 25,
  'an older commit': () => olderHistory(),
  'docker compose': () => composeCommand() !== undefined,
  'a Docker engine': () => succeeds(dockerClient, ['info']),
};

/** @typedef {'EXOPLANET_DATA' | '/proc' | 'a writable memory cgroup v1' | 'python3' | 'openssl' | 'redis-cli' | 'numpy' | 'lightkurve' | 'astropy' | 'schemathesis' | 'openapi-python-client' | 'libfaketime' | 'CONSOLE_NEWCOMER' | 'CONSOLE_MILLION' | 'Chromium' | 'kubectl 1.25' | 'an older commit' | 'docker compose' | 'a Docker engine'} Requirement */

/**
 * Whether this machine lacks what a test needs, for `skipIf`. The name of the test or of its `describe` says so with
 * "(needs NAME)"; `./test.sh` reports a skip without such a name, and one whose need is met, as a failure under CI.
 * @param {Requirement} name
 */
export function isMissing(name) {
  return !isMet(name);
}

/** @param {string} name a `Requirement`; another name counts as never met */
export function isMet(name) {
  return checks[name]?.() ?? false;
}

/** @param {string} path */
function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A Python that has a package: `EXOPLANET_PYTHON`, the one of tools/training or of tools/clients, or the one on PATH.
 * @param {string} name @returns {string | undefined}
 */
export function pythonWith(name) {
  const training = fileURLToPath(new URL('../training/.venv/bin/python', import.meta.url));
  const clients = fileURLToPath(new URL('../clients/.venv/bin/python', import.meta.url));
  return [process.env.EXOPLANET_PYTHON, training, clients, 'python3'].find(
    (python) =>
      python &&
      succeeds(python, ['-c', `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`]),
  );
}

/** How compose is called here, or undefined. @returns {[program: string, ...args: string[]] | undefined} */
export function composeCommand() {
  if (succeeds(dockerClient, ['compose', 'version'])) return [dockerClient, 'compose'];
  return succeeds('docker-compose', ['version']) ? ['docker-compose'] : undefined;
}

/** Whether the history reaches far enough back for the images' test: see `olderCommit`. */
function olderHistory() {
  const { stdout } = spawnSync('git', ['rev-list', '--count', '--first-parent', 'HEAD'], { encoding: 'utf8' });
  return Number(stdout) > 50;
}

function kubectlMinor() {
  if (!onPath('kubectl')) return 0;
  const { stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], { encoding: 'utf8' });
  return Number(/"gitVersion": "v1\.(\d+)/.exec(stdout)?.[1] ?? 0);
}

/** @param {string} program @param {string[]} args */
function succeeds(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}
